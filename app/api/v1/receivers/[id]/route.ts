import { receiverSchema } from '#lib/alerting/answer-schemas.ts';
import { removeReceiver } from '#lib/alerting/receivers/remove-receiver.ts';
import { updateReceiver } from '#lib/alerting/receivers/update-receiver.ts';
import { defineRoute } from '#lib/api/define-route.ts';
import { receiverChangeSchema } from '#lib/model/receiver.ts';

export const PUT = defineRoute({
  method: 'PUT',
  path: '/receivers/{id}',
  role: 'operator',
  summary: 'Change a receiver of notifications',
  body: receiverChangeSchema,
  response: receiverSchema,
  run: ({ services, principal, params, body }) =>
    updateReceiver(services, principal, params.id, body),
});

export const DELETE = defineRoute({
  method: 'DELETE',
  path: '/receivers/{id}',
  role: 'operator',
  summary: 'Remove a receiver of notifications',
  run: ({ services, principal, params }) => removeReceiver(services, principal, params.id),
});
