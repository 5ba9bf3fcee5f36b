import { defineRoute } from '#lib/api/define-route.ts';
import { jsonBody } from '#lib/api/respond.ts';
import { readSeries, seriesAnswerSchema, seriesQuerySchema } from '#lib/samples/read-series.ts';
import { seriesJson } from '#lib/samples/series-json.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/series',
  role: 'viewer',
  summary: 'Read values over time, in buckets',
  query: seriesQuerySchema,
  response: seriesAnswerSchema,
  run: async ({ services, query, signal }) =>
    jsonBody(seriesJson(await readSeries(services, query, Date.now(), signal))),
});
