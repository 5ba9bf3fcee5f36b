import { defineRoute } from '#lib/api/define-route.ts';
import { cancelSweep } from '#lib/devices/cancel-sweep.ts';
import { readSweep } from '#lib/devices/read-sweep.ts';
import { sweepSchema } from '#lib/devices/sweep-view.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/devices/sweeps/{id}',
  role: 'viewer',
  summary: 'Read how far a sweep is and what has answered',
  response: sweepSchema,
  run: ({ services, params }) => readSweep(services, params.id),
});

export const DELETE = defineRoute({
  method: 'DELETE',
  path: '/devices/sweeps/{id}',
  role: 'operator',
  summary: 'Cancel a sweep; what has answered so far stays to be seen',
  response: sweepSchema,
  run: ({ services, principal, params }) => cancelSweep(services, principal, params.id),
});
