import { deliveryOutcomeSchema } from '#lib/alerting/answer-schemas.ts';
import { alertmanagerWebhook } from '#lib/alerting/receivers/alertmanager-webhook/send.ts';
import { tryReceiver } from '#lib/alerting/receivers/try-receiver.ts';
import { defineRoute } from '#lib/api/define-route.ts';
import { publicAddress } from '#lib/config/public-address.ts';

export const POST = defineRoute({
  method: 'POST',
  path: '/receivers/{id}/test',
  role: 'operator',
  summary: 'Send a test to a receiver and say how it went',
  response: deliveryOutcomeSchema,
  run: ({ services, principal, params, signal }) => {
    const deliver = alertmanagerWebhook(publicAddress(services.config));
    return tryReceiver(services, principal, params.id, deliver, Date.now(), signal);
  },
});
