import { defineRoute } from '#lib/api/define-route.ts';
import { pageSchema } from '#lib/api/page.ts';
import { runRequestSchema } from '#lib/model/run.ts';
import { listRuns, runQuerySchema } from '#lib/runs/list-runs.ts';
import { runSchema } from '#lib/runs/run-row.ts';
import { startRun } from '#lib/runs/start-run.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/runs',
  role: 'viewer',
  summary: 'List training runs, newest first',
  query: runQuerySchema,
  response: pageSchema(runSchema),
  run: ({ services, query }) => listRuns(services.database, query),
});

export const POST = defineRoute({
  method: 'POST',
  path: '/runs',
  role: 'operator',
  summary: 'Start a training run',
  body: runRequestSchema,
  response: runSchema,
  status: 201,
  run: ({ services, principal, body }) => startRun(services, principal, body),
});
