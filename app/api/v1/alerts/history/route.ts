import { z } from 'zod';
import { historyPageSchema } from '#lib/alerting/answer-schemas.ts';
import { listHistory } from '#lib/alerting/list-history.ts';
import { defineRoute } from '#lib/api/define-route.ts';
import { pageShape } from '#lib/api/page.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/alerts/history',
  role: 'viewer',
  summary: 'List what fired and what ended, newest first',
  query: z.strictObject({
    ...pageShape,
    fingerprint: z.string().max(64).optional().describe('of one alert only'),
  }),
  response: historyPageSchema,
  run: ({ services, query: { fingerprint, ...page } }) => listHistory(services, page, fingerprint),
});
