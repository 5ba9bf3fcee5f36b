import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { holdsEvents } from '../keep.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { checkPoints } from '../point-limit.ts';
import type { LatestRow, PointsQuery, SampleValue } from '../store.ts';
import { metricName, tagsOf } from './labels.ts';
import { databaseMatchers, fieldSelector } from './metricsql.ts';
import type { FieldTypes } from './registry.ts';
import { restNs, sampleValue } from './sample-value.ts';
import { selectSeries } from '../select-series.ts';
import type { StoredRow, VictoriaClient } from './victoria-client.ts';

interface TimedRow {
  readonly tags: Tags;
  readonly key: string;
  readonly timeNs: bigint;
  readonly values: SampleValue[];
}

/** First stretch of time that is read; each further one is longer, until there are enough points. */
const firstStretchMs = { events: 60 * 60_000, samples: 10_000 };
const growth = 8;

export async function queryPoints(
  client: VictoriaClient,
  types: FieldTypes,
  query: PointsQuery,
  signal: AbortSignal,
): Promise<LatestRow[]> {
  checkPoints(query);
  const fields = query.fields.filter((name) => types.has(name));
  if (fields.length === 0) return [];
  const from = fieldSelector(query.measurement, fields, databaseMatchers(query.match, undefined));
  const startMs = Math.ceil(query.startMs);
  const found: TimedRow[] = [];
  let stretchMs = firstStretchMs[holdsEvents(query.measurement) ? 'events' : 'samples'];
  let toMs = Math.ceil(query.endMs);
  while (toMs > startMs && found.length < query.limit) {
    const fromMs = Math.max(startMs, toMs - stretchMs);
    const stored = await client.samples(from, fromMs, toMs, signal);
    found.push(...rowsOf(stored, types, query).sort(newestFirst));
    toMs = fromMs;
    stretchMs *= growth;
  }
  return found.slice(0, query.limit).map(({ tags, timeNs, values }) => ({
    tags,
    timeMs: Number(timeNs / millisecondNs),
    values,
  }));
}

function rowsOf(stored: readonly StoredRow[], types: FieldTypes, query: PointsQuery): TimedRow[] {
  const { measurement, fields, match } = query;
  const rows = new Map<string, TimedRow>();
  const entries = stored.map(({ labels }, id) => [id, tagsOf(labels)] as const);
  for (const id of selectSeries(entries, match, undefined, undefined).seriesIds) {
    const { labels, timesMs, values } = stored[id] ?? nothing;
    const tags = tagsOf(labels);
    const key = seriesKey(tags);
    const rest = restNs(labels);
    const places = fields.flatMap((name, index) => {
      const type = types.get(name);
      const isIts = labels['__name__'] === metricName(measurement, name);
      return type !== undefined && isIts ? [{ index, type }] : [];
    });
    timesMs.forEach((timeMs, at) => {
      const timeNs = BigInt(timeMs) * millisecondNs + rest;
      const place = `${String(timeNs)} ${key}`;
      const row = rows.get(place) ?? { tags, key, timeNs, values: query.fields.map(() => null) };
      rows.set(place, row);
      for (const { index, type } of places) {
        row.values[index] = sampleValue(type, labels, values[at] ?? 0);
      }
    });
  }
  return [...rows.values()];
}

const nothing: StoredRow = { labels: {}, timesMs: [], values: [] };

function newestFirst(a: TimedRow, b: TimedRow): number {
  if (a.timeNs !== b.timeNs) return a.timeNs > b.timeNs ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}
