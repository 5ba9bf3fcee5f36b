import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { Services } from '#lib/services.ts';
import type { LatestRow, Match, SampleValue } from '#lib/store/store.ts';

/** The newest values of one thing, texts among them. */
export interface NewestRow {
  readonly tags: Tags;
  readonly timeMs: number;
  /** By field as it was asked for; null = gap. */
  readonly values: Readonly<Record<string, SampleValue>>;
}

/** The same where only numbers are wanted. */
export interface Reading extends NewestRow {
  readonly values: Readonly<Record<string, number | null>>;
}

/** After a restart the hub is empty; the store still knows who reported lately. */
const rememberedMs = 24 * 3_600_000;

/**
 * Newest values of every series of a measurement, from memory where it is there and from the store
 * where it is not. `rate(name)` is known only of what reports now.
 */
export async function readNewest(
  services: Pick<Services, 'hub' | 'store'>,
  measurement: string,
  fields: readonly string[],
  match: Match,
  nowMs: number,
): Promise<Reading[]> {
  const rows = await readNewestRows(services, measurement, fields, match, nowMs);
  return rows.map((row) => ({
    ...row,
    values: Object.fromEntries(
      Object.entries(row.values).map(([field, value]) => [field, asNumber(value)]),
    ),
  }));
}

/** The same with values as they are, for what is told in words. */
export async function readNewestRows(
  { hub, store }: Pick<Services, 'hub' | 'store'>,
  measurement: string,
  fields: readonly string[],
  match: Match,
  nowMs: number,
): Promise<NewestRow[]> {
  const live = hub.latest(measurement, fields, match);
  const known = new Set(live.map((row) => seriesKey(ownTags(row.tags))));
  const plain = fields.filter((field) => !field.startsWith('rate('));
  const signal = AbortSignal.timeout(5000);
  // Reading a day of a whole fleet takes seconds: only what memory does not have is worth it.
  const isComplete =
    plain.length === 0 ||
    (await store.listSeries(measurement, signal)).every(
      (tags) => !mayMatch(tags, match) || known.has(seriesKey(tags)),
    );
  const stored = isComplete
    ? []
    : await store.latest(
        { measurement, fields: plain, match, nowMs, maxAgeMs: rememberedMs },
        signal,
      );
  return [
    ...live.map((row) => newestRow(row, fields)),
    ...stored
      .filter((row) => !known.has(seriesKey(ownTags(row.tags))))
      .map((row) => newestRow(row, plain)),
  ];
}

/** A name that is none of its own tags may be one of its place. */
function mayMatch(tags: Tags, match: Match): boolean {
  return Object.entries(match).every(
    ([name, accepted]) => !Object.hasOwn(tags, name) || accepted.includes(tags[name] ?? ''),
  );
}

/** The store knows no places; the hub joins them to the tags. */
function ownTags(tags: Tags): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(([name]) => !['site', 'room', 'row', 'rack'].includes(name)),
  );
}

function newestRow({ tags, timeMs, values }: LatestRow, fields: readonly string[]): NewestRow {
  return {
    tags,
    timeMs,
    values: Object.fromEntries(fields.map((field, index) => [field, values[index] ?? null])),
  };
}

function asNumber(value: SampleValue): number | null {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
