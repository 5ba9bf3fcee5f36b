import { receiverSchema } from '#lib/alerting/answer-schemas.ts';
import { createReceiver } from '#lib/alerting/receivers/create-receiver.ts';
import { listReceivers } from '#lib/alerting/receivers/list-receivers.ts';
import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema, pageSchema } from '#lib/api/page.ts';
import { receiverInputSchema } from '#lib/model/receiver.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/receivers',
  role: 'viewer',
  summary: 'List receivers of notifications and their last outcome',
  query: pageQuerySchema,
  response: pageSchema(receiverSchema),
  run: ({ services, query }) => listReceivers(services, query),
});

export const POST = defineRoute({
  method: 'POST',
  path: '/receivers',
  role: 'operator',
  summary: 'Add a receiver of notifications',
  status: 201,
  body: receiverInputSchema,
  response: receiverSchema,
  run: ({ services, principal, body }) => createReceiver(services, principal, body),
});
