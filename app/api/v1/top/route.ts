import { defineRoute } from '#lib/api/define-route.ts';
import { readTop, topAnswerSchema, topQuerySchema } from '#lib/samples/read-top.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/top',
  role: 'viewer',
  summary: 'Rank series or groups by one figure over a range',
  query: topQuerySchema,
  response: topAnswerSchema,
  run: ({ services, query, signal }) => readTop(services, query, Date.now(), signal),
});
