import { defineRoute } from '#lib/api/define-route.ts';
import { removeSite } from '#lib/inventory/remove-site.ts';
import { updateSite } from '#lib/inventory/update-site.ts';
import { siteInputSchema, siteSchema } from '#lib/model/place.ts';

export const PUT = defineRoute({
  method: 'PUT',
  path: '/sites/{id}',
  role: 'operator',
  summary: 'Change a site',
  body: siteInputSchema,
  response: siteSchema,
  run: ({ services, principal, params, body }) => updateSite(services, principal, params.id, body),
});

export const DELETE = defineRoute({
  method: 'DELETE',
  path: '/sites/{id}',
  role: 'operator',
  summary: 'Remove a site without racks',
  run: ({ services, principal, params }) => removeSite(services, principal, params.id),
});
