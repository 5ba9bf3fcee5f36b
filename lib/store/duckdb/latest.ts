import type { DuckDBConnection } from '@duckdb/node-api';
import { selectSeries } from '../select-series.ts';
import type { LatestQuery, LatestRow } from '../store.ts';
import { clockAheadMs } from '../clock-ahead.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { rawRows } from './raw-rows.ts';
import { answerRows, findFields } from './answer-rows.ts';
import { wantSeries } from './wanted-series.ts';

export async function queryLatest(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  query: LatestQuery,
): Promise<LatestRow[]> {
  const fields = findFields(entry, query.fields);
  const { stored } = fields;
  const fromNs = BigInt(Math.floor(query.nowMs - query.maxAgeMs)) * millisecondNs;
  const toNs = BigInt(Math.ceil(query.nowMs + clockAheadMs)) * millisecondNs;
  const partitions = partitionsBetween(entry, 'raw', fromNs, toNs);
  if (stored.length === 0 || partitions.length === 0) return [];
  const selected = selectSeries(entry.tags, query.match, query.join, undefined);
  await wantSeries(connection, selected);
  const newest = stored.map((field) => `arg_max(${field.column}, ts)`);
  const present = stored.map((field) => `${field.column} IS NOT NULL`).join(' OR ');
  const reader = await connection.runAndReadAll(
    `SELECT grp, max(ts) AS newest, ${newest.join(', ')}
     FROM (${partitions.map((partition) => rawRows(partition, stored)).join(' UNION ALL ')})
     JOIN wanted USING (series)
     WHERE ts BETWEEN $1 AND $2 AND (${present}) GROUP BY grp`,
    [fromNs, toNs],
  );
  return answerRows(reader.getRows(), selected.groupTags, fields);
}
