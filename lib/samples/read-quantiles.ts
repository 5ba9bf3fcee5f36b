import { z } from 'zod';
import { nameParameter } from '#lib/api/parameters.ts';
import type { Services } from '#lib/services.ts';
import { withinDeadline } from './query-deadline.ts';
import { rangeOf } from './question-range.ts';
import { seriesQuerySchema, tierSchema } from './read-series.ts';

const { measurement, match, start, end, step, max_points, group_by } = seriesQuerySchema.shape;

const quantilesParameter = z
  .string()
  .max(200)
  .transform((list) => list.split(',').map(Number))
  .pipe(z.array(z.number().min(0).max(1)).min(1).max(16))
  .describe('numbers from 0 to 1 separated by commas');

export const quantilesQuerySchema = z.strictObject({
  ...{ measurement, field: nameParameter, match, start, end, step, max_points },
  quantiles: quantilesParameter.default([0.5, 0.95, 0.99]),
  aggregate: z
    .enum(['mean', 'min', 'max', 'last', 'sum', 'rate', 'increase', 'count'])
    .default('mean')
    .describe('the figure of a series in a bucket, over which quantiles are taken'),
  group_by,
});
export type QuantilesQuestion = z.output<typeof quantilesQuerySchema>;

export const quantilesAnswerSchema = z.object({
  tier: tierSchema,
  stepMs: z.number(),
  time: z.array(z.number()).describe('start of each bucket, epoch milliseconds'),
  series: z.array(
    z.object({
      quantile: z.number(),
      tags: z.record(z.string(), z.string()),
      values: z.array(z.number().nullable()).describe('one a bucket; null = gap'),
    }),
  ),
});

/** How the values of all series that match lie in each bucket. */
export async function readQuantiles(
  { store, places }: Pick<Services, 'store' | 'places'>,
  question: QuantilesQuestion,
  nowMs: number,
  signal: AbortSignal,
): Promise<z.output<typeof quantilesAnswerSchema>> {
  const { group_by: groupBy, step: stepMs, aggregate, quantiles } = question;
  const query = {
    ...{ measurement: question.measurement, field: question.field, match: question.match },
    ...{ ...rangeOf(question, nowMs), aggregate, quantiles, join: places.join() },
    maxPoints: question.max_points,
    ...(stepMs !== undefined && { stepMs }),
    ...(groupBy !== undefined && { groupBy }),
  };
  const result = await withinDeadline(signal, (bounded) => store.quantiles(query, bounded));
  const series = result.series.map((each) => ({ ...each, values: [...each.values] }));
  return { tier: result.tier, stepMs: result.stepMs, time: [...result.timeMs], series };
}
