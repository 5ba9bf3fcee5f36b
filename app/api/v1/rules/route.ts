import { rulePageSchema } from '#lib/alerting/answer-schemas.ts';
import { createRule } from '#lib/alerting/rules/create-rule.ts';
import { listRules } from '#lib/alerting/rules/list-rules.ts';
import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema } from '#lib/api/page.ts';
import { ruleInputSchema, ruleSchema } from '#lib/model/alert.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/rules',
  role: 'viewer',
  summary: 'List alert rules and what they watch now',
  query: pageQuerySchema,
  response: rulePageSchema,
  run: ({ services, query }) => listRules(services, query),
});

export const POST = defineRoute({
  method: 'POST',
  path: '/rules',
  role: 'operator',
  summary: 'Make an alert rule',
  status: 201,
  body: ruleInputSchema,
  response: ruleSchema,
  run: ({ services, principal, body }) => createRule(services, principal, body),
});
