import { z } from 'zod';
import { enableRule } from '#lib/alerting/rules/enable-rule.ts';
import { defineRoute } from '#lib/api/define-route.ts';
import { ruleSchema } from '#lib/model/alert.ts';

export const PUT = defineRoute({
  method: 'PUT',
  path: '/rules/{id}/enabled',
  role: 'operator',
  summary: 'Switch an alert rule on or off',
  body: z.strictObject({ enabled: z.boolean() }),
  response: ruleSchema,
  run: ({ services, principal, params, body }) =>
    enableRule(services, principal, params.id, body.enabled),
});
