import type { DuckDBConnection } from '@duckdb/node-api';
import { millisecondNs } from '../nanoseconds.ts';
import { checkPoints } from '../point-limit.ts';
import { selectSeries } from '../select-series.ts';
import type { LatestRow, PointsQuery, SampleValue } from '../store.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import { rawRows } from './raw-rows.ts';
import { wantSeries } from './wanted-series.ts';

export async function queryPoints(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  query: PointsQuery,
): Promise<LatestRow[]> {
  checkPoints(query);
  const fields = query.fields.map((name) => entry.fields.get(name) ?? null);
  const stored = fields.filter((field) => field !== null);
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
  return reader.getRows().flatMap((row) => {
    const tags = selected.groupTags[Number(row[0])];
    if (!tags) return [];
    const values = fields.map((field) =>
      field ? ((row[2 + stored.indexOf(field)] ?? null) as SampleValue) : null,
    );
    return [{ tags, timeMs: Number((row[1] as bigint) / millisecondNs), values }];
  });
}
