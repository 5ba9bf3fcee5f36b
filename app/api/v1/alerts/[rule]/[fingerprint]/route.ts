import { dismissAlert } from '#lib/alerting/dismiss-alert.ts';
import { defineRoute } from '#lib/api/define-route.ts';

export const DELETE = defineRoute({
  method: 'DELETE',
  path: '/alerts/{rule}/{fingerprint}',
  role: 'operator',
  summary: 'Dismiss an alert whose series will not come back',
  run: ({ services, principal, params }) =>
    dismissAlert(services, principal, params.rule, params.fingerprint),
});
