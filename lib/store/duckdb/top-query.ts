import type { DuckDBConnection } from '@duckdb/node-api';
import { chooseStepMs } from '../bucket-grid.ts';
import { selectSeries } from '../select-series.ts';
import type { TopQuery, TopResult } from '../store.ts';
import { checkTop, rank, topBucketsQuery } from '../top-series.ts';
import type { MeasurementEntry } from './catalog.ts';
import { numericFields } from './grid-query.ts';
import { planSources } from './series-sources.ts';
import { seriesSql } from './series-sql.ts';
import { ValueBlock } from './value-block.ts';
import { wantSeries } from './wanted-series.ts';

/** The range as a single bucket, from the tier that its usual buckets would come from. */
export async function queryTop(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  query: TopQuery,
  signal: AbortSignal,
): Promise<TopResult> {
  checkTop(query);
  const { aggregate, endMs } = query;
  const buckets = topBucketsQuery(query, aggregate);
  const { tier, stepMs, sources } = planSources(entry, buckets, chooseStepMs(buckets));
  const fields = numericFields(entry, buckets);
  const selected = selectSeries(entry.tags, query.match, query.join, query.groupBy);
  const startMs = Math.floor(query.startMs / stepMs) * stepMs;
  const block = new ValueBlock(fields.length, selected.groupTags.length, 1);
  if (fields.length > 0 && sources.length > 0 && selected.seriesIds.length > 0) {
    await wantSeries(connection, selected);
    const grid = { startMs, stepMs: Math.ceil(endMs) - startMs, buckets: 1 };
    const { sql, values } = seriesSql({ sources, fields, aggregate, grid }, query);
    signal.throwIfAborted();
    await block.fill(await connection.run(sql, values), signal);
  }
  const values = selected.groupTags.map((tags, group) => ({
    tags,
    value: fields.length === 0 ? Number.NaN : (block.column(0, group)[0] ?? Number.NaN),
  }));
  return { tier, startMs, endMs, items: rank(values, query) };
}
