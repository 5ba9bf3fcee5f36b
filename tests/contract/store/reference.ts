import { isGrowth, type Growth } from '#lib/store/growth.ts';
import type { Aggregate } from '#lib/store/store.ts';

/** One sample of one series as the reference sees it. */
export interface ReferenceSample {
  readonly timeMs: number;
  readonly value: number;
}

/**
 * What a store must answer for one series, worked out sample by sample: the yardstick for every
 * store and every tier.
 */
export function referenceBuckets(
  samples: readonly ReferenceSample[],
  range: { readonly startMs: number; readonly stepMs: number; readonly buckets: number },
  aggregate: Aggregate,
): (number | null)[] {
  const sorted = [...samples].sort((a, b) => a.timeMs - b.timeMs);
  return Array.from({ length: range.buckets }, (_, index) => {
    const fromMs = range.startMs + index * range.stepMs;
    const inside = (sample: ReferenceSample): boolean =>
      sample.timeMs >= fromMs && sample.timeMs < fromMs + range.stepMs;
    if (isGrowth(aggregate)) return growth(sorted, inside, aggregate);
    const values = sorted.filter(inside).map(({ value }) => value);
    return values.length === 0 ? null : plain(values, aggregate);
  });
}

function plain(values: readonly number[], aggregate: Exclude<Aggregate, Growth>): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (aggregate) {
    case 'mean':
      return sum / values.length;
    case 'sum':
      return sum;
    case 'count':
      return values.length;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'last':
      return values.at(-1) ?? Number.NaN;
  }
}

function growth(
  sorted: readonly ReferenceSample[],
  inside: (sample: ReferenceSample) => boolean,
  aggregate: Growth,
): number | null {
  let increase = 0;
  let spanMs = 0;
  sorted.forEach((sample, index) => {
    const before = sorted[index - 1];
    if (!before || !inside(sample)) return;
    increase += sample.value >= before.value ? sample.value - before.value : sample.value;
    spanMs += sample.timeMs - before.timeMs;
  });
  if (spanMs === 0) return null;
  return aggregate === 'increase' ? increase : (increase / spanMs) * 1_000;
}
