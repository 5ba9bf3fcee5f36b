import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema, pageSchema } from '#lib/api/page.ts';
import { listPlacements } from '#lib/inventory/list-placements.ts';
import { placeHost } from '#lib/inventory/place-host.ts';
import { placeIdSchema, placementInputSchema } from '#lib/model/place.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/placements',
  role: 'viewer',
  summary: 'List hosts with their places; hosts that wait for one have no rack',
  query: pageQuerySchema.extend({ rackId: placeIdSchema.optional() }),
  response: pageSchema(placementInputSchema),
  run: ({ services, query }) => listPlacements(services, query),
});

export const PUT = defineRoute({
  method: 'PUT',
  path: '/placements',
  role: 'operator',
  summary: 'Place a host, move it, or take it out of its rack',
  body: placementInputSchema,
  response: placementInputSchema,
  run: ({ services, principal, body }) => placeHost(services, principal, body),
});
