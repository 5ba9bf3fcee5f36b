import { defineRoute } from '#lib/api/define-route.ts';
import { testDevice } from '#lib/devices/test-device.ts';
import { testOutcomeSchema } from '#lib/model/device-probe.ts';

export const POST = defineRoute({
  method: 'POST',
  path: '/devices/{id}/test',
  role: 'operator',
  summary: 'Let its agent read a device once and say what it recognised',
  response: testOutcomeSchema,
  run: ({ services, principal, params, signal }) =>
    testDevice(services, principal, params.id, signal),
});
