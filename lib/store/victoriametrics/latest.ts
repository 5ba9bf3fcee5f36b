import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { clockAheadMs } from '../clock-ahead.ts';
import { selectSeries } from '../select-series.ts';
import type { LatestQuery, LatestRow, SampleValue } from '../store.ts';
import { metricName, tagsOf, textLabel } from './labels.ts';
import { databaseMatchers, duration, fieldSelector } from './metricsql.ts';
import type { FieldTypes } from './registry.ts';
import { restNs, sampleValue } from './sample-value.ts';
import { sampleMsOf } from './stored-time.ts';
import type { Labels, VictoriaClient } from './victoria-client.ts';

/** The newest sample of one series of the database. */
interface Newest {
  readonly labels: Labels;
  value: number;
  timeMs: number;
}

interface Row {
  readonly tags: Tags;
  readonly timesNs: bigint[];
  readonly values: SampleValue[];
}

export async function queryLatest(
  client: VictoriaClient,
  types: FieldTypes,
  query: LatestQuery,
  signal: AbortSignal,
): Promise<LatestRow[]> {
  const numbers = query.fields.filter((name) => (types.get(name) ?? 'string') !== 'string');
  const texts = query.fields.filter((name) => types.get(name) === 'string');
  const found = await Promise.all([
    newestOf(client, query, numbers, signal),
    newestOf(client, query, texts, signal),
  ]);
  const rows = new Map<string, Row>();
  for (const newest of found.flat()) takeIn(rows, types, query, newest);
  const all = [...rows.values()];
  const entries = all.map(({ tags }, id) => [id, tags] as const);
  const selected = selectSeries(entries, query.match, query.join, undefined);
  return selected.seriesIds.flatMap((id) => {
    const row = all[id];
    if (!row) return [];
    const timeNs = row.timesNs.reduce((newest, one) => (one > newest ? one : newest), 0n);
    return [{ tags: row.tags, timeMs: Number(timeNs / 1_000_000n), values: row.values }];
  });
}

async function newestOf(
  client: VictoriaClient,
  query: LatestQuery,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<Newest[]> {
  if (fields.length === 0) return [];
  const endMs = Math.ceil(query.nowMs + clockAheadMs);
  const windowMs = endMs - Math.floor(query.nowMs - query.maxAgeMs);
  const { measurement, match, join } = query;
  const from = fieldSelector(measurement, fields, databaseMatchers(match, join));
  const answers = await client.instant(
    `aggr_over_time(("last_over_time","tlast_over_time"),${from}[${duration(windowMs)}]) keep_metric_names`,
    endMs,
    signal,
  );
  const found = new Map<string, Newest>();
  for (const { labels, value } of answers) {
    const { rollup, ...own } = labels;
    const key = seriesKey(own);
    const newest = found.get(key) ?? { labels: own, value: Number.NaN, timeMs: 0 };
    found.set(key, newest);
    if (rollup === 'tlast_over_time') newest.timeMs = sampleMsOf(value);
    else newest.value = value;
  }
  return [...found.values()];
}

/** Words, and events between two milliseconds, lie in series of their own: the newest one counts. */
function takeIn(
  rows: Map<string, Row>,
  types: FieldTypes,
  { measurement, fields }: LatestQuery,
  { labels, value, timeMs }: Newest,
): void {
  const tags = tagsOf(labels);
  const key = seriesKey(tags);
  const width = fields.length;
  const row = rows.get(key) ?? {
    tags,
    timesNs: new Array<bigint>(width).fill(-1n),
    values: new Array<SampleValue>(width).fill(null),
  };
  rows.set(key, row);
  const timeNs = BigInt(timeMs) * 1_000_000n + restNs(labels);
  fields.forEach((name, index) => {
    const type = types.get(name);
    const isText = Object.hasOwn(labels, textLabel) || type === 'string';
    if (type === undefined || labels['__name__'] !== metricName(measurement, name)) return;
    if (isText !== (type === 'string') || timeNs <= (row.timesNs[index] ?? -1n)) return;
    row.timesNs[index] = timeNs;
    row.values[index] = sampleValue(type, labels, value);
  });
}
