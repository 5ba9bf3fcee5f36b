import { defineRoute } from '#lib/api/define-route.ts';
import {
  deviceEventPageSchema,
  deviceEventsQuerySchema,
  listDeviceEvents,
} from '#lib/devices/list-device-events.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/device-events',
  role: 'viewer',
  summary: 'List what facility and network devices told, newest first',
  query: deviceEventsQuerySchema,
  response: deviceEventPageSchema,
  run: ({ services, query, signal }) => listDeviceEvents(services, query, Date.now(), signal),
});
