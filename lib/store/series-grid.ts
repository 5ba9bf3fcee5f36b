import { bucketStarts } from './bucket-grid.ts';
import type { SeriesGrid, SeriesResult } from './store.ts';

/** A grid as rows of values in which a gap is null. */
export function seriesOfGrid({ tier, stepMs, startMs, buckets, series }: SeriesGrid): SeriesResult {
  return {
    tier,
    stepMs,
    timeMs: bucketStarts({ startMs, stepMs, buckets }),
    series: series.map(({ field, tags, values }) => ({ field, tags, values: withNulls(values) })),
  };
}

export function gridOfSeries(
  { tier, stepMs, timeMs, series }: SeriesResult,
  firstMs: number,
): SeriesGrid {
  const columns = series.map(({ field, tags, values }) => ({
    field,
    tags,
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
  }));
  return { tier, stepMs, startMs: timeMs[0] ?? firstMs, buckets: timeMs.length, series: columns };
}

export function withNulls(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}
