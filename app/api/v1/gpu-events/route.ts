import { defineRoute } from '#lib/api/define-route.ts';
import {
  gpuEventPageSchema,
  gpuEventsQuerySchema,
  listGpuEvents,
} from '#lib/fleet/list-gpu-events.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/gpu-events',
  role: 'viewer',
  summary: 'List what happened to GPUs, newest first',
  query: gpuEventsQuerySchema,
  response: gpuEventPageSchema,
  run: ({ services, query, signal }) => listGpuEvents(services, query, Date.now(), signal),
});
