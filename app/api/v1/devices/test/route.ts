import { defineRoute } from '#lib/api/define-route.ts';
import { deviceTestSchema, testNewDevice } from '#lib/devices/test-device.ts';
import { testOutcomeSchema } from '#lib/model/device-probe.ts';

export const POST = defineRoute({
  method: 'POST',
  path: '/devices/test',
  role: 'operator',
  summary: 'Let an agent read a device that is not added, with credentials that are not kept',
  body: deviceTestSchema,
  response: testOutcomeSchema,
  run: ({ services, principal, body, signal }) => testNewDevice(services, principal, body, signal),
});
