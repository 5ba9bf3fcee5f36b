import { z } from 'zod';
import { pageFrom, pageShape } from '#lib/api/page.ts';
import { durationParameter, matchParameter, namesParameter } from '#lib/api/parameters.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { Services } from '#lib/services.ts';
import type { LatestRow } from '#lib/store/store.ts';
import { sampleValueSchema } from './sample-value.ts';
import { withinDeadline } from './query-deadline.ts';

const longestAgeMs = 24 * 3_600_000;

export const latestQuerySchema = z.strictObject({
  measurement: z.string().min(1).max(128),
  fields: namesParameter(64),
  match: matchParameter.default({}),
  max_age: durationParameter
    .refine((ms) => ms <= longestAgeMs, 'must be at most 1d')
    .default(300_000)
    .describe('values older than this are left out; a duration such as 5m, at most 1d'),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000).describe('series to return'),
  after: pageShape.after.unwrap().max(8192).optional(),
});
export type LatestQuestion = z.output<typeof latestQuerySchema>;

export const latestAnswerSchema = z.object({
  fields: z.array(z.string()),
  items: z.array(
    z.object({
      tags: z.record(z.string(), z.string()),
      time: z.number().describe('newest sample of any of the fields, epoch milliseconds'),
      values: z.array(sampleValueSchema).describe('in the order of `fields`; null = gap'),
    }),
  ),
  next: z.string().nullable(),
});
export type LatestAnswer = z.output<typeof latestAnswerSchema>;

/**
 * Newest value of every field of every series that matches, from memory. Until a server has heard
 * for as long as is asked about, the store tells what arrived before it started.
 */
export async function readLatest(
  { hub, store, places }: Pick<Services, 'hub' | 'store' | 'places'>,
  question: LatestQuestion,
  nowMs: number,
  signal: AbortSignal,
): Promise<LatestAnswer> {
  const { measurement, fields, match, max_age: maxAgeMs, limit, after } = question;
  const live = hub
    .latest(measurement, fields, match)
    .filter(({ timeMs }) => timeMs >= nowMs - maxAgeMs);
  // Into a database others may write too, and not all of that is heard.
  const hearsAll = store.kind === 'duckdb' && hub.remembers(nowMs - maxAgeMs);
  const isEnough = hearsAll && live.every(isExact);
  const query = { measurement, fields, match, join: places.join(), nowMs, maxAgeMs };
  const stored = isEnough
    ? []
    : await withinDeadline(signal, (bounded) => store.latest(query, bounded));
  const rows = mergeNewest([
    ...stored.map((row) => ({ ...row, tags: places.tags(row.tags) })),
    ...live,
  ]);
  const page = pageFrom(rows, { limit, after }, ({ key }) => key);
  return {
    fields,
    items: page.items.map(({ row: { tags, timeMs, values } }) => ({
      tags,
      time: timeMs,
      values: [...values],
    })),
    next: page.next,
  };
}

/** Memory keeps numbers as doubles, which hold integers up to 2^53; the store has every bit. */
function isExact({ values }: LatestRow): boolean {
  return values.every((value) => !Number.isInteger(value) || Number.isSafeInteger(value));
}

interface KeyedRow {
  readonly key: string;
  readonly row: LatestRow;
}

/** Sorted by series. */
function mergeNewest(rows: readonly LatestRow[]): KeyedRow[] {
  const merged = new Map<string, LatestRow>();
  for (const row of rows) {
    const key = seriesKey(row.tags);
    const other = merged.get(key);
    merged.set(key, other ? newerOf(other, row) : row);
  }
  return Array.from(merged, ([key, row]) => ({ key, row })).sort((a, b) =>
    a.key < b.key ? -1 : 1,
  );
}

/** Of two answers for one series the newer, its gaps filled from the other. */
function newerOf(a: LatestRow, b: LatestRow): LatestRow {
  const [newer, older] = a.timeMs >= b.timeMs ? [a, b] : [b, a];
  return {
    ...newer,
    values: newer.values.map((value, index) => value ?? older.values[index] ?? null),
  };
}
