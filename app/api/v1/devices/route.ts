import { defineRoute } from '#lib/api/define-route.ts';
import { pageSchema } from '#lib/api/page.ts';
import { addDevice } from '#lib/devices/add-device.ts';
import { deviceQuerySchema, listDevices } from '#lib/devices/list-devices.ts';
import { deviceSummarySchema } from '#lib/model/device-report.ts';
import { deviceInputSchema, polledDeviceSchema } from '#lib/model/polled-device.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/devices',
  role: 'viewer',
  summary: 'List polled devices with what they are and how polling them goes, by name',
  query: deviceQuerySchema,
  response: pageSchema(deviceSummarySchema),
  run: ({ services, query }) => listDevices(services, query, Date.now()),
});

export const POST = defineRoute({
  method: 'POST',
  path: '/devices',
  role: 'operator',
  summary: 'Add a device for an agent to poll; its credentials are never answered again',
  status: 201,
  body: deviceInputSchema,
  response: polledDeviceSchema,
  run: ({ services, principal, body }) => addDevice(services, principal, body),
});
