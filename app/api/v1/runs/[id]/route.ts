import { defineRoute } from '#lib/api/define-route.ts';
import { getRun } from '#lib/runs/get-run.ts';
import { runSchema } from '#lib/runs/run-row.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/runs/{id}',
  role: 'viewer',
  summary: 'Read one training run',
  response: runSchema,
  run: ({ services, params }) => getRun(services.database, params.id),
});
