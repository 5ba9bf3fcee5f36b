import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  liveRange,
  parseTimeRange,
  relativeRanges,
  timeRangeBounds,
  timeRangeParameters,
} from './time-range.ts';

describe('parseTimeRange', () => {
  it('shows the live range where the address says nothing or nonsense', () => {
    expect(parseTimeRange({})).toEqual(liveRange);
    expect(parseTimeRange({ range: 'forever' })).toEqual(liveRange);
    expect(parseTimeRange({ from: '5000', to: '1000' })).toEqual(liveRange);
    expect(parseTimeRange({ from: '-1', to: '1e9' })).toEqual(liveRange);
  });

  it('reads back every range it writes', () => {
    for (const { seconds } of relativeRanges) {
      const range = { kind: 'relative', seconds } as const;
      expect(parseTimeRange(timeRangeParameters(range))).toEqual(range);
    }
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1000, max: 1e9 }), (startMs, width) => {
        const range = { kind: 'absolute', startMs, endMs: startMs + width } as const;
        expect(parseTimeRange(timeRangeParameters(range))).toEqual(range);
      }),
    );
  });
});

it('a relative range ends now', () => {
  expect(timeRangeBounds({ kind: 'relative', seconds: 60 }, 100_000)).toEqual({
    startMs: 40_000,
    endMs: 100_000,
  });
});
