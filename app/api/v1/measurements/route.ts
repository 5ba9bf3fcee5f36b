import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema } from '#lib/api/page.ts';
import { listMeasurements, measurementPageSchema } from '#lib/samples/list-measurements.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/measurements',
  role: 'viewer',
  summary: 'List what is stored, with units and help',
  query: pageQuerySchema,
  response: measurementPageSchema,
  run: ({ services, query, signal }) => listMeasurements(services, query, signal),
});
