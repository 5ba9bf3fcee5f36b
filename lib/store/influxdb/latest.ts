import type { FieldType } from '#lib/model/metric.ts';
import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { clockAheadMs } from '../clock-ahead.ts';
import { selectSeries } from '../select-series.ts';
import type { LatestQuery, LatestRow, SampleValue } from '../store.ts';
import type { FieldTypes } from './field-types.ts';
import type { Cell, InfluxClient } from './influx-client.ts';
import { quoteName, source, where } from './influxql.ts';
import { databaseMatch, ownTags } from './own-tags.ts';

interface NewestRow {
  readonly tags: Tags;
  timeMs: number;
  readonly values: SampleValue[];
}

/** One statement a field: only a selector that stands alone answers with its own time. */
export async function queryLatest(
  client: InfluxClient,
  types: FieldTypes,
  query: LatestQuery,
  signal: AbortSignal,
): Promise<LatestRow[]> {
  const fields = query.fields.flatMap((name, index) => {
    const type = types.get(name);
    return type === undefined ? [] : [{ name, type, index }];
  });
  if (fields.length === 0) return [];
  const from = source(null, query.measurement);
  const bounds = where(
    Math.floor(query.nowMs - query.maxAgeMs),
    Math.ceil(query.nowMs + clockAheadMs),
    databaseMatch(query.match, query.join),
  );
  const statements = fields.map(
    ({ name }) => `SELECT last(${quoteName(name)}) FROM ${from} ${bounds} GROUP BY *`,
  );
  const answers = await client.query(statements.join('; '), 'ns', signal);
  const rows = new Map<string, NewestRow>();
  answers.forEach((answer, position) => {
    const field = fields[position];
    for (const { tags, values } of answer) {
      const [time, value] = values[0] ?? [];
      if (!field || value === undefined || value === null) continue;
      const row = rowOf(rows, ownTags(tags), query.fields.length);
      row.timeMs = Math.max(row.timeMs, Number(BigInt(String(time)) / 1_000_000n));
      row.values[field.index] = sampleValue(value, field.type);
    }
  });
  const found = [...rows.values()];
  const entries = found.map(({ tags }, id) => [id, tags] as const);
  const selected = selectSeries(entries, query.match, query.join, undefined);
  return selected.seriesIds.flatMap((id) => found[id] ?? []);
}

function rowOf(rows: Map<string, NewestRow>, tags: Tags, fields: number): NewestRow {
  const key = seriesKey(tags);
  const known = rows.get(key);
  if (known) return known;
  const made = { tags, timeMs: 0, values: new Array<SampleValue>(fields).fill(null) };
  rows.set(key, made);
  return made;
}

/** JSON does not tell a whole float from an integer; the field's type does. */
export function sampleValue(cell: Exclude<Cell, null>, type: FieldType): SampleValue {
  if (type === 'integer' || type === 'unsigned') return BigInt(cell);
  return typeof cell === 'bigint' ? Number(cell) : cell;
}
