import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema, pageSchema } from '#lib/api/page.ts';
import { createSite } from '#lib/inventory/create-site.ts';
import { listSites } from '#lib/inventory/list-sites.ts';
import { siteInputSchema, siteSchema } from '#lib/model/place.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/sites',
  role: 'viewer',
  summary: 'List sites',
  query: pageQuerySchema,
  response: pageSchema(siteSchema),
  run: ({ services, query }) => listSites(services, query),
});

export const POST = defineRoute({
  method: 'POST',
  path: '/sites',
  role: 'operator',
  summary: 'Create a site',
  status: 201,
  body: siteInputSchema,
  response: siteSchema,
  run: ({ services, principal, body }) => createSite(services, principal, body),
});
