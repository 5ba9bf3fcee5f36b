import type { Tags } from '#lib/model/sample.ts';
import { selectSeries } from './select-series.ts';
import { bucketStarts } from './bucket-grid.ts';
import { withNulls } from './series-grid.ts';
import { StoreQueryError } from './store-query-error.ts';
import type { QuantilesQuery, QuantilesResult, SeriesGrid, SeriesQuery } from './store.ts';

/** @throws StoreQueryError for a quantile that is none */
export function checkQuantiles({ quantiles }: QuantilesQuery): void {
  const wrong = quantiles.find((quantile) => !(quantile >= 0 && quantile <= 1));
  if (wrong === undefined) return;
  throw new StoreQueryError(
    'quantile_invalid',
    `query quantiles: ${String(wrong)} is no quantile; ask for numbers from 0 to 1, such as 0.95`,
  );
}

/** The query for the figures that quantiles are taken over: one a series and bucket. */
export function quantileSeriesQuery(query: QuantilesQuery): SeriesQuery {
  const { measurement, field, match, join, startMs, endMs, stepMs, maxPoints, aggregate } = query;
  return {
    ...{ measurement, fields: [field], match, startMs, endMs, maxPoints, aggregate },
    ...(join && { join }),
    ...(stepMs !== undefined && { stepMs }),
  };
}

/** Answers a `QuantilesQuery` with nothing but `grid`. */
export async function quantilesFromGrid(
  grid: (query: SeriesQuery) => Promise<SeriesGrid>,
  query: QuantilesQuery,
): Promise<QuantilesResult> {
  checkQuantiles(query);
  const found = await grid(quantileSeriesQuery(query));
  const { tier, stepMs, startMs, buckets } = found;
  const entries = found.series.map(({ tags }, id) => [id, tags] as const);
  const { groups, groupTags } = selectSeries(entries, {}, query.join, query.groupBy ?? []);
  const members = groupTags.map((): Float64Array[] => []);
  found.series.forEach(({ values }, id) => members[groups[id] ?? 0]?.push(values));
  const series = groupTags.flatMap((tags, group) =>
    groupQuantiles(tags, members[group] ?? [], query.quantiles, buckets),
  );
  return { tier, stepMs, timeMs: bucketStarts({ startMs, stepMs, buckets }), series };
}

function groupQuantiles(
  tags: Tags,
  members: readonly Float64Array[],
  quantiles: readonly number[],
  buckets: number,
): QuantilesResult['series'] {
  const columns = quantiles.map(() => new Float64Array(buckets).fill(Number.NaN));
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const values = Float64Array.from(members, (each) => each[bucket] ?? Number.NaN)
      .filter((value) => !Number.isNaN(value))
      .sort();
    if (values.length === 0) continue;
    columns.forEach((column, index) => {
      column[bucket] = interpolated(values, quantiles[index] ?? 0);
    });
  }
  return columns.map((column, index) => ({
    quantile: quantiles[index] ?? 0,
    tags,
    values: withNulls(column),
  }));
}

/** Linear between the two ranks around it, as SQL's `quantile_cont` and PromQL's `quantile`. */
function interpolated(sorted: Float64Array, quantile: number): number {
  const rank = quantile * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (above - below) * (rank - Math.floor(rank));
}
