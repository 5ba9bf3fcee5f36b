import { chooseStepMs } from '../bucket-grid.ts';
import type { SeriesQuery, TopQuery, TopResult } from '../store.ts';
import { checkTop, rank } from '../top-series.ts';
import type { FieldTypes } from './registry.ts';
import { readGroups } from './series-query.ts';
import type { VictoriaClient } from './victoria-client.ts';

/** The whole range is one bucket: its figures are one answer of the database. */
export async function queryTop(
  client: VictoriaClient,
  types: FieldTypes,
  query: TopQuery,
  signal: AbortSignal,
): Promise<TopResult> {
  checkTop(query);
  const series: SeriesQuery = { ...query, fields: [query.field], maxPoints: 1 };
  // For its refusal of a range that is none.
  chooseStepMs(series);
  const startMs = Math.floor(query.startMs);
  const endMs = Math.ceil(query.endMs);
  const range = { grid: { startMs, stepMs: endMs - startMs, buckets: 1 }, endMs };
  const groups = await readGroups(client, types, series, range, signal);
  const figures = groups.map(({ tags, values }) => ({ tags, value: values[0] ?? Number.NaN }));
  return { tier: 'raw', startMs, endMs, items: rank(figures, query) };
}
