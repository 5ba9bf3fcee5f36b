import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema, pageSchema } from '#lib/api/page.ts';
import { listSweeps } from '#lib/devices/list-sweeps.ts';
import { startSweep } from '#lib/devices/start-sweep.ts';
import { sweepInputSchema, sweepSchema } from '#lib/devices/sweep-view.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/devices/sweeps',
  role: 'viewer',
  summary: 'List sweeps under way and of the last hour, newest first, without what they found',
  query: pageQuerySchema,
  response: pageSchema(sweepSchema.omit({ found: true })),
  run: ({ services, query }) => listSweeps(services, query),
});

export const POST = defineRoute({
  method: 'POST',
  path: '/devices/sweeps',
  role: 'operator',
  summary: 'Let an agent ask every address of some ranges what is there; nothing is added by it',
  status: 201,
  body: sweepInputSchema,
  response: sweepSchema,
  run: ({ services, principal, body }) => startSweep(services, principal, body),
});
