import { defineRoute } from '#lib/api/define-route.ts';
import { getDevice } from '#lib/devices/get-device.ts';
import { removeDevice } from '#lib/devices/remove-device.ts';
import { updateDevice } from '#lib/devices/update-device.ts';
import { deviceReportSchema } from '#lib/model/device-report.ts';
import { deviceChangeSchema, polledDeviceSchema } from '#lib/model/polled-device.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/devices/{id}',
  role: 'viewer',
  summary: 'Read a polled device with its sensors, interfaces and events, by id or name',
  response: deviceReportSchema,
  run: ({ services, params, signal }) => getDevice(services, params.id, Date.now(), signal),
});

export const PATCH = defineRoute({
  method: 'PATCH',
  path: '/devices/{id}',
  role: 'operator',
  summary: 'Change what is named of a device; credentials are replaced whole',
  body: deviceChangeSchema,
  response: polledDeviceSchema,
  run: ({ services, principal, params, body }) =>
    updateDevice(services, principal, params.id, body),
});

export const DELETE = defineRoute({
  method: 'DELETE',
  path: '/devices/{id}',
  role: 'operator',
  summary: 'Stop polling a device and forget its credentials; what was read of it stays',
  run: ({ services, principal, params }) => removeDevice(services, principal, params.id),
});
