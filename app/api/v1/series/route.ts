import { defineRoute } from '#lib/api/define-route.ts';
import { readSeries, seriesAnswerSchema, seriesQuerySchema } from '#lib/samples/read-series.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/series',
  role: 'viewer',
  summary: 'Read values over time, in buckets',
  query: seriesQuerySchema,
  response: seriesAnswerSchema,
  run: ({ services, query, signal }) => readSeries(services, query, Date.now(), signal),
});
