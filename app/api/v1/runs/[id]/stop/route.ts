import { defineRoute } from '#lib/api/define-route.ts';
import { runSchema } from '#lib/runs/run-row.ts';
import { stopRun } from '#lib/runs/stop-run.ts';

export const POST = defineRoute({
  method: 'POST',
  path: '/runs/{id}/stop',
  role: 'operator',
  summary: 'Stop a training run',
  response: runSchema,
  status: 202,
  run: ({ services, principal, params }) => stopRun(services, principal, params.id),
});
