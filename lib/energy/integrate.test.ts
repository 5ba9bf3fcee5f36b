import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Window } from './calendar-day.ts';
import { CounterMeter, PowerMeter, type Meter, type Portion } from './integrate.ts';

interface Reading {
  readonly timeMs: number;
  /** null = gap. */
  readonly value: number | null;
}

function told(meter: Meter, readings: readonly Reading[], stepMs: number): Portion[] {
  for (const { timeMs, value } of readings) {
    const values = Float64Array.of(value ?? Number.NaN);
    meter.take({ firstMs: timeMs, stepMs, values, endMs: Number.POSITIVE_INFINITY });
  }
  return meter.portions();
}

const counterEnergy = (
  readings: readonly Reading[],
  windows: readonly Window[],
  maxGapMs: number,
) => told(new CounterMeter(windows, maxGapMs), readings, 1);
const powerEnergy = (means: readonly Reading[], windows: readonly Window[], stepMs: number) =>
  told(new PowerMeter(windows), means, stepMs);

const window = { startMs: 0, endMs: 10_000 };
const at = (second: number, value: number | null) => ({ timeMs: second * 1000, value });

describe('CounterMeter', () => {
  it('counts a reset from zero and leaves long gaps out', () => {
    const readings = [at(0, 100), at(1, 110), at(2, 4), at(8, 50), at(9, 60)];
    const [portion] = counterEnergy(readings, [window], 5000);
    expect(portion).toEqual({ joules: 10 + 4 + 10, coveredMs: 3000 });
  });

  it('knows nothing without two readings, and does not call it zero', () => {
    expect(counterEnergy([at(1, 5)], [window], 5000)).toEqual([{ joules: null, coveredMs: 0 }]);
    expect(counterEnergy([at(1, 5), at(2, 5)], [window], 5000)[0]?.joules).toBe(0);
  });

  it('gives every joule to one window, wherever the windows are cut', () => {
    const step = fc.record({
      ms: fc.integer({ min: 1, max: 9000 }),
      joules: fc.double({ min: 0, max: 1e6, noNaN: true }),
    });
    const steps = fc.array(step, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.array(fc.integer({ min: 1, max: 200_000 })), (list, cuts) => {
        let timeMs = 0;
        let value = 7;
        const readings = [{ timeMs, value }];
        for (const { ms, joules } of list) {
          timeMs += ms;
          value += joules;
          readings.push({ timeMs, value });
        }
        const inside = [...new Set(cuts)].filter((cut) => cut < timeMs).sort((a, b) => a - b);
        const edges = [0, ...inside, timeMs];
        const windows = edges.slice(1).map((endMs, i) => ({ startMs: edges[i] ?? 0, endMs }));
        const portions = counterEnergy(readings, windows, 9000);
        const joules = portions.reduce((sum, portion) => sum + (portion.joules ?? 0), 0);
        const coveredMs = portions.reduce((sum, portion) => sum + portion.coveredMs, 0);
        expect(joules).toBeCloseTo(value - 7, 3);
        expect(coveredMs).toBeCloseTo(timeMs, 3);
      }),
    );
  });

  it('is never negative and never covers more than the window', () => {
    const reading = fc.record({
      ms: fc.integer({ min: 0, max: 9000 }),
      value: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(reading), (list) => {
        let timeMs = -5000;
        const series = list.map(({ ms, value }) => ({ timeMs: (timeMs += ms), value }));
        for (const { joules, coveredMs } of counterEnergy(series, [window], 4000)) {
          expect(joules ?? 0).toBeGreaterThanOrEqual(0);
          expect(coveredMs).toBeLessThanOrEqual(10_000);
          expect(joules === null).toBe(coveredMs === 0);
        }
      }),
    );
  });
});

describe('a meter', () => {
  const column = (...values: number[]) => Float64Array.from(values);

  it('adds up a column as it does its values one by one, also in two parts', () => {
    const values = column(5, Number.NaN, 9, 12, 3, 20);
    const windows = [window, { startMs: 10_000, endMs: 20_000 }];
    const whole = new CounterMeter(windows, 7000);
    whole.take({ firstMs: 0, stepMs: 3000, values, endMs: 14_000 });
    const parts = new CounterMeter(windows, 7000);
    parts.take({ firstMs: 0, stepMs: 3000, values: values.subarray(0, 2), endMs: 14_000 });
    parts.take({ firstMs: 6000, stepMs: 3000, values: values.subarray(2), endMs: 14_000 });
    expect(parts.portions()).toEqual(whole.portions());
    // 5 → 9 → 12 → reset, 3 → 20, the last reading at the end instead of a second later.
    expect(whole.portions()).toEqual([
      { joules: 4 + 3 + 1, coveredMs: 10_000 },
      { joules: 2 + 17, coveredMs: 4000 },
    ]);
  });

  it('counts nothing twice when another series tells of the same time', () => {
    const meter = new PowerMeter([window]);
    const told = { firstMs: 0, stepMs: 1000, values: column(100, 100), endMs: 10_000 };
    meter.take(told);
    meter.take(told);
    expect(meter.portions()).toEqual([{ joules: 200, coveredMs: 2000 }]);
  });
});

describe('PowerMeter', () => {
  it('integrates buckets that have a value and no other', () => {
    const means = [at(0, 100), at(2, null), at(4, 300)];
    expect(powerEnergy(means, [window], 2000)).toEqual([{ joules: 800, coveredMs: 4000 }]);
  });

  it('agrees with a counter of the same constant power', () => {
    const watts = fc.integer({ min: 1, max: 2000 });
    fc.assert(
      fc.property(watts, fc.integer({ min: 1, max: 9 }), (power, end) => {
        const windows = [{ startMs: 0, endMs: end * 1000 }];
        const seconds = Array.from({ length: 11 }, (_, second) => second);
        const counter = seconds.map((second) => at(second, power * second));
        const means = seconds.map((second) => at(second, power));
        const counted = counterEnergy(counter, windows, 5000)[0]?.joules ?? -1;
        expect(counted).toBeCloseTo(powerEnergy(means, windows, 1000)[0]?.joules ?? -2, 6);
      }),
    );
  });
});
