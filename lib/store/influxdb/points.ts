import { seriesKey } from '#lib/model/series-key.ts';
import { checkPoints } from '../point-limit.ts';
import type { LatestRow, PointsQuery, SampleValue } from '../store.ts';
import type { FieldTypes } from './field-types.ts';
import type { InfluxClient, ResultSeries } from './influx-client.ts';
import { source, where } from './influxql.ts';
import { sampleValue } from './latest.ts';
import { ownTags } from './own-tags.ts';

interface TimedRow extends LatestRow {
  readonly timeNs: bigint;
}

/**
 * Points of the default policy and of those that keep what has left it. Without grouping, the
 * database answers tags as columns and counts the limit over all series together.
 */
export async function queryPoints(
  client: InfluxClient,
  types: FieldTypes,
  policies: readonly (string | null)[],
  query: PointsQuery,
  signal: AbortSignal,
): Promise<LatestRow[]> {
  checkPoints(query);
  if (!query.fields.some((name) => types.has(name))) return [];
  const bounds = where(Math.ceil(query.startMs), Math.ceil(query.endMs), query.match);
  const statements = policies.map(
    (policy) =>
      `SELECT * FROM ${source(policy, query.measurement)} ${bounds} ORDER BY time DESC LIMIT ${String(query.limit)}`,
  );
  const answers = await client.query(statements.join('; '), 'ns', signal);
  // A copy that was kept may still be where it came from, too.
  const rows = new Map<string, TimedRow>();
  for (const row of answers.flat().flatMap((answer) => rowsOf(answer, types, query.fields))) {
    rows.set(`${String(row.timeNs)} ${seriesKey(row.tags)}`, row);
  }
  return Array.from(rows, ([, row]) => row)
    .sort(newestFirst)
    .slice(0, query.limit)
    .map(({ tags, timeMs, values }) => ({ tags, timeMs, values }));
}

function rowsOf(
  { columns, values }: ResultSeries,
  types: FieldTypes,
  fields: readonly string[],
): TimedRow[] {
  const places = fields.map((name) => (types.has(name) ? columns.indexOf(name) : -1));
  const tagPlaces = columns.flatMap((name, place) =>
    name === 'time' || types.has(name) ? [] : [[name, place] as const],
  );
  return values.flatMap((cells) => {
    const timeNs = BigInt(String(cells[0]));
    const tags = tagPlaces.map(([name, place]) => [name, String(cells[place] ?? '')] as const);
    const read = places.map((place, index): SampleValue => {
      const [cell, type] = [cells[place] ?? null, types.get(fields[index] ?? '')];
      return cell === null || type === undefined ? null : sampleValue(cell, type);
    });
    if (read.every((value) => value === null)) return [];
    const timeMs = Number(timeNs / 1_000_000n);
    return [{ tags: ownTags(Object.fromEntries(tags)), timeMs, timeNs, values: read }];
  });
}

function newestFirst(a: TimedRow, b: TimedRow): number {
  if (a.timeNs !== b.timeNs) return a.timeNs > b.timeNs ? -1 : 1;
  return seriesKey(a.tags) < seriesKey(b.tags) ? -1 : 1;
}
