import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema, pageSchema } from '#lib/api/page.ts';
import { listAudit } from '#lib/audit/list-audit.ts';
import { auditEntrySchema } from '#lib/audit/audit-entry.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/audit',
  role: 'admin',
  summary: 'Read who changed what, newest first',
  query: pageQuerySchema,
  response: pageSchema(auditEntrySchema),
  run: ({ services, principal, query }) => listAudit(services, principal, query),
});
