import { defineRoute } from '#lib/api/define-route.ts';
import { removeRack } from '#lib/inventory/remove-rack.ts';
import { updateRack } from '#lib/inventory/update-rack.ts';
import { rackInputSchema, rackSchema } from '#lib/model/place.ts';

export const PUT = defineRoute({
  method: 'PUT',
  path: '/racks/{id}',
  role: 'operator',
  summary: 'Change a rack',
  body: rackInputSchema,
  response: rackSchema,
  run: ({ services, principal, params, body }) => updateRack(services, principal, params.id, body),
});

export const DELETE = defineRoute({
  method: 'DELETE',
  path: '/racks/{id}',
  role: 'operator',
  summary: 'Remove a rack; its hosts wait to be placed again',
  run: ({ services, principal, params }) => removeRack(services, principal, params.id),
});
