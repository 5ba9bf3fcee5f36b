import { removeRule } from '#lib/alerting/rules/remove-rule.ts';
import { updateRule } from '#lib/alerting/rules/update-rule.ts';
import { defineRoute } from '#lib/api/define-route.ts';
import { ruleInputSchema, ruleSchema } from '#lib/model/alert.ts';

export const PUT = defineRoute({
  method: 'PUT',
  path: '/rules/{id}',
  role: 'operator',
  summary: 'Replace an alert rule',
  body: ruleInputSchema,
  response: ruleSchema,
  run: ({ services, principal, params, body }) => updateRule(services, principal, params.id, body),
});

export const DELETE = defineRoute({
  method: 'DELETE',
  path: '/rules/{id}',
  role: 'operator',
  summary: 'Remove an alert rule',
  run: ({ services, principal, params }) => removeRule(services, principal, params.id),
});
