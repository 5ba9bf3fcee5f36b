import { z } from 'zod';
import { nameParameter } from '#lib/api/parameters.ts';
import type { Services } from '#lib/services.ts';
import type { TopResult } from '#lib/store/store.ts';
import { withinDeadline } from './query-deadline.ts';
import { rangeOf } from './question-range.ts';
import { seriesQuerySchema, tierSchema } from './read-series.ts';

const { measurement, match, start, end, group_by, across } = seriesQuerySchema.shape;

export const topQuerySchema = z.strictObject({
  ...{ measurement, field: nameParameter, match, start, end },
  aggregate: z
    .enum(['mean', 'min', 'max', 'last', 'sum', 'increase', 'count'])
    .default('mean')
    .describe('what is made of a series’ values in the range'),
  order: z.enum(['highest', 'lowest']).default('highest'),
  limit: z.coerce.number().int().min(1).max(1000).default(20),
  ...{ group_by, across },
});
export type TopQuestion = z.output<typeof topQuerySchema>;

export const topAnswerSchema = z.object({
  tier: tierSchema,
  startMs: z.number().describe('the start asked for, or up to a hundredth of the range before it'),
  endMs: z.number(),
  items: z.array(z.object({ tags: z.record(z.string(), z.string()), value: z.number() })),
});

/** The series or groups with the highest or lowest figure over a range. */
export async function readTop(
  { store, places }: Pick<Services, 'store' | 'places'>,
  question: TopQuestion,
  nowMs: number,
  signal: AbortSignal,
): Promise<TopResult> {
  const { group_by: groupBy, across: merge, aggregate, order, limit } = question;
  const query = {
    ...{ measurement: question.measurement, field: question.field, match: question.match },
    ...{ ...rangeOf(question, nowMs), aggregate, order, limit, join: places.join() },
    ...(groupBy !== undefined && { groupBy }),
    ...(merge !== undefined && { across: merge }),
  };
  const result = await withinDeadline(signal, (bounded) => store.top(query, bounded));
  if (groupBy) return result;
  const items = result.items.map(({ tags, value }) => ({ tags: places.tags(tags), value }));
  return { ...result, items };
}
