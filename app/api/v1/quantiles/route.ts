import { defineRoute } from '#lib/api/define-route.ts';
import {
  readQuantiles,
  quantilesAnswerSchema,
  quantilesQuerySchema,
} from '#lib/samples/read-quantiles.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/quantiles',
  role: 'viewer',
  summary: 'Read how the values of many series lie, in buckets',
  query: quantilesQuerySchema,
  response: quantilesAnswerSchema,
  run: ({ services, query, signal }) => readQuantiles(services, query, Date.now(), signal),
});
