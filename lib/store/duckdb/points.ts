import type { DuckDBConnection } from '@duckdb/node-api';
import { millisecondNs } from '../nanoseconds.ts';
import { checkPoints } from '../point-limit.ts';
import { selectSeries } from '../select-series.ts';
import type { LatestRow, PointsQuery } from '../store.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import { rawRows } from './raw-rows.ts';
import { answerRows, findFields } from './answer-rows.ts';
import { wantSeries } from './wanted-series.ts';

export async function queryPoints(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  query: PointsQuery,
): Promise<LatestRow[]> {
  checkPoints(query);
  const fields = findFields(entry, query.fields);
  const { stored } = fields;
  const fromNs = BigInt(Math.ceil(query.startMs)) * millisecondNs;
  const toNs = BigInt(Math.ceil(query.endMs)) * millisecondNs;
  const partitions = partitionsBetween(entry, 'raw', fromNs, toNs);
  if (stored.length === 0 || partitions.length === 0) return [];
  const selected = selectSeries(entry.tags, query.match, undefined, undefined);
  await wantSeries(connection, selected);
  const columns = stored.map(({ column }) => column);
  const present = columns.map((column) => `${column} IS NOT NULL`).join(' OR ');
  const reader = await connection.runAndReadAll(
    `SELECT grp, ts, ${columns.join(', ')}
     FROM (${partitions.map((partition) => rawRows(partition, stored)).join(' UNION ALL ')})
     JOIN wanted USING (series)
     WHERE ts >= $1 AND ts < $2 AND (${present}) ORDER BY ts DESC, grp LIMIT $3`,
    [fromNs, toNs, BigInt(query.limit)],
  );
  return answerRows(reader.getRows(), selected.groupTags, fields);
}
