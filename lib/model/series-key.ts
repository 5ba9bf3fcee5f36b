import type { Tags } from './sample.ts';

/** A string that two tag sets share exactly when they are equal, whatever their order. */
export function seriesKey(tags: Tags): string {
  return JSON.stringify(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
