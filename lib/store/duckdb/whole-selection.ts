import type { SelectedSeries } from '../select-series.ts';
import type { MeasurementEntry } from './catalog.ts';

/**
 * For each series the number of its group, when a query is about every series of a measurement and
 * keeps them apart: then no row has to be looked up in a table. Null otherwise.
 */
export function wholeSelection(
  entry: MeasurementEntry,
  { seriesIds, groups }: SelectedSeries,
  groupBy: readonly string[] | undefined,
): Int32Array | null {
  if (groupBy !== undefined || seriesIds.length !== entry.tags.size) return null;
  const largest = seriesIds.reduce((most, id) => Math.max(most, id), -1);
  const groupOf = new Int32Array(largest + 1).fill(-1);
  seriesIds.forEach((id, index) => (groupOf[id] = groups[index] ?? -1));
  return groupOf;
}
