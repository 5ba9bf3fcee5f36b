import { z } from 'zod';
import {
  durationParameter,
  matchParameter,
  namesParameter,
  timeParameter,
} from '#lib/api/parameters.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import type { SeriesGrid, SeriesQuery } from '#lib/store/store.ts';
import { withinDeadline } from './query-deadline.ts';
import { rangeOf } from './question-range.ts';

export const seriesQuerySchema = z.strictObject({
  measurement: z.string().min(1).max(128),
  fields: namesParameter(64),
  match: matchParameter.default({}),
  start: timeParameter.optional().describe('RFC 3339 or epoch milliseconds; an hour before `end`'),
  end: timeParameter.optional().describe('exclusive; now unless said'),
  step: durationParameter
    .optional()
    .describe('width of a bucket; chosen from the range unless said'),
  max_points: z.coerce.number().int().min(1).max(11_000).default(1000),
  aggregate: z
    .enum(['mean', 'min', 'max', 'last', 'sum', 'rate', 'increase', 'count'])
    .default('mean'),
  group_by: z
    .union([z.literal('').transform((): string[] => []), namesParameter(16)])
    .optional()
    .describe('tags to keep apart, the others are merged; empty merges everything'),
  across: z
    .enum(['sum', 'mean', 'min', 'max'])
    .optional()
    .describe('how the series of a group are merged; needs group_by'),
});
export type SeriesQuestion = z.output<typeof seriesQuerySchema>;

export const tierSchema = z
  .enum(['raw', '10s', '1m', '1h'])
  .describe('coarsest rows it was made from');

export const seriesAnswerSchema = z.object({
  tier: tierSchema,
  stepMs: z.number(),
  time: z.array(z.number()).describe('start of each bucket, epoch milliseconds'),
  series: z.array(
    z.object({
      field: z.string(),
      tags: z.record(z.string(), z.string()),
      values: z.array(z.number().nullable()).describe('one a bucket; null = gap'),
    }),
  ),
});

/**
 * Buckets of every series that matches, with the names of the inventory as tags.
 *
 * @throws Refusal for a range or combination that makes no sense, StoreQueryError past a limit
 */
export async function readSeries(
  { store, places }: Pick<Services, 'store' | 'places'>,
  question: SeriesQuestion,
  nowMs: number,
  signal: AbortSignal,
): Promise<SeriesGrid> {
  const query = { ...storeQuery(question, nowMs), join: places.join() };
  const grid = await withinDeadline(signal, (bounded) => store.grid(query, bounded));
  // A group has the tags it was grouped by; a single series gets the names of its place.
  if (question.group_by) return grid;
  const series = grid.series.map((each) => ({ ...each, tags: places.tags(each.tags) }));
  return { ...grid, series };
}

function storeQuery(question: SeriesQuestion, nowMs: number): SeriesQuery {
  const { measurement, fields, match, step, aggregate, group_by: groupBy, across } = question;
  const { startMs, endMs } = rangeOf(question, nowMs);
  if (across !== undefined && groupBy === undefined) {
    throw new Refusal('invalid', 'query across: needs group_by, which may be empty');
  }
  return {
    ...{ measurement, fields, match, startMs, endMs, aggregate },
    maxPoints: question.max_points,
    ...(step !== undefined && { stepMs: step }),
    ...(groupBy !== undefined && { groupBy }),
    ...(across !== undefined && { across }),
  };
}
