import { defineRoute } from '#lib/api/define-route.ts';
import { latestAnswerSchema, latestQuerySchema, readLatest } from '#lib/samples/read-latest.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/latest',
  role: 'viewer',
  summary: 'Read the newest values of a measurement',
  query: latestQuerySchema,
  response: latestAnswerSchema,
  run: ({ services, query, signal }) => readLatest(services, query, Date.now(), signal),
});
