import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gpmMetric } from './gpm-metrics.ts';
import { decodeGpmMetric } from './gpm-sampler.ts';
import * as layouts from './layouts.ts';

const { at, size } = layouts.gpmMetric;

describe('decodeGpmMetric', () => {
  it.each([
    ['percent', gpmMetric.smUtil, 62.5, 0.625],
    ['occupancy', gpmMetric.smOccupancy, 50, 0.5],
    ['mebibytes a second', gpmMetric.nvlinkTotalRxPerSec, 3, 3_145_728],
    ['cycles', gpmMetric.smCyclesElapsed, 1_000, 1_000],
  ])('reads %s in base units', (_unit, id, value, expected) => {
    const bytes = Buffer.alloc(size);
    bytes.writeDoubleLE(value, at.value);
    expect(decodeGpmMetric(bytes, 0, id)).toEqual({ kind: 'value', value: expected });
  });

  it('makes a finite number or a gap of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: size, maxLength: size }), fc.nat(), (raw, id) => {
        const bytes = Buffer.from(raw);
        bytes.writeInt32LE(0, at.nvmlReturn);
        const reading = decodeGpmMetric(bytes, 0, id);
        if (reading.kind === 'value') expect(reading.value).toSatisfy(Number.isFinite);
        else expect(reading.code).toBe(21);
      }),
      { numRuns: 2000 },
    );
  });
});
