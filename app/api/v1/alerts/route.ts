import { alertPageSchema } from '#lib/alerting/answer-schemas.ts';
import { listAlerts } from '#lib/alerting/list-alerts.ts';
import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema } from '#lib/api/page.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/alerts',
  role: 'viewer',
  summary: 'List pending and firing alerts, the most urgent first',
  query: pageQuerySchema,
  response: alertPageSchema,
  run: ({ services, query }) => listAlerts(services, query),
});
