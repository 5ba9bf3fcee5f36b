import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema, pageSchema } from '#lib/api/page.ts';
import { createRack } from '#lib/inventory/create-rack.ts';
import { listRacks } from '#lib/inventory/list-racks.ts';
import { placeIdSchema, rackInputSchema, rackSchema } from '#lib/model/place.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/racks',
  role: 'viewer',
  summary: 'List racks in the order of the hall',
  query: pageQuerySchema.extend({ siteId: placeIdSchema.optional() }),
  response: pageSchema(rackSchema),
  run: ({ services, query }) => listRacks(services, query),
});

export const POST = defineRoute({
  method: 'POST',
  path: '/racks',
  role: 'operator',
  summary: 'Create a rack',
  status: 201,
  body: rackInputSchema,
  response: rackSchema,
  run: ({ services, principal, body }) => createRack(services, principal, body),
});
