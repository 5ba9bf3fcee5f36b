import { defineRoute } from '#lib/api/define-route.ts';
import { pageQuerySchema, pageSchema } from '#lib/api/page.ts';
import { agentSchema, listAgents } from '#lib/live/list-agents.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/agents',
  role: 'viewer',
  summary: 'List the agents whose control channel is open',
  query: pageQuerySchema,
  response: pageSchema(agentSchema),
  run: ({ services, query }) => listAgents(services.agents, query),
});
