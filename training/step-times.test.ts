import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStepTimes } from './step-times.ts';

describe('createStepTimes', () => {
  it('has no quantile before the first step', () => {
    expect(createStepTimes().quantile(0.5)).toBeNull();
  });

  it('gives every quantile within 1 %', () => {
    const durations = fc.array(fc.double({ min: 2e-6, max: 2000, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, fraction) => {
        const times = createStepTimes();
        for (const value of values) times.record(value);
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? Number.NaN;
        expect(times.quantile(fraction)).toBeGreaterThan(exact * 0.99);
        expect(times.quantile(fraction)).toBeLessThan(exact * 1.01);
      }),
    );
  });

  it('keeps the shortest and the longest in its first and last bucket', () => {
    const times = createStepTimes();
    times.record(0);
    times.record(1e9);
    expect(times.quantile(0)).toBeLessThan(2e-6);
    expect(times.quantile(1)).toBeGreaterThan(2000);
  });
});
