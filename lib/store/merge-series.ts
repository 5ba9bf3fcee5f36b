import type { acrossOf } from './merge-groups.ts';

/** Several series as one, bucket by bucket; a gap takes no part. */
export function mergeSeries(
  members: readonly (readonly (number | null)[])[],
  buckets: number,
  across: ReturnType<typeof acrossOf>,
): (number | null)[] {
  return Array.from({ length: buckets }, (_, bucket) => {
    let merged: number | null = null;
    let count = 0;
    for (const values of members) {
      const value = values[bucket] ?? null;
      if (value === null) continue;
      count += 1;
      if (merged === null) merged = value;
      else if (across === 'min' || across === 'max') merged = Math[across](merged, value);
      else merged += value;
    }
    return merged !== null && across === 'mean' ? merged / count : merged;
  });
}
