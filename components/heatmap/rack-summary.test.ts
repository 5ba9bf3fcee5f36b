import { describe, expect, it } from 'vitest';
import { summarizeRack } from './rack-summary.ts';

const gap = Number.NaN;

describe('summarizeRack', () => {
  it('adds up what reports, ranks the hottest and leaves out what is old', () => {
    const entities = ['a', 'b', 'c'].map((host) => ({ host, gpu: `GPU-${host}`, index: '0' }));
    const summary = summarizeRack(
      {
        layout: { entities },
        timeMs: 10_000,
        sampleTimesMs: Float64Array.of(9_500, 9_000, 1_000),
        columns: [
          Float32Array.of(60, 70, 99),
          Float32Array.of(500, gap, 700),
          Float32Array.of(0.5, 1, 1),
        ],
      },
      2,
    );
    expect(summary).toMatchObject({ gpus: 3, reporting: 2, powerWatts: 500, busyRatio: 0.75 });
    expect(summary.top.map(({ host, watts }) => [host, watts])).toEqual([
      ['b', null],
      ['a', 500],
    ]);
  });

  it('has no number where nothing reports one', () => {
    const empty = { layout: { entities: [] }, timeMs: 0, sampleTimesMs: new Float64Array(0) };
    const summary = summarizeRack({ ...empty, columns: [] }, 5);
    expect(summary).toMatchObject({ powerWatts: null, hottestCelsius: null, busyRatio: null });
  });
});
