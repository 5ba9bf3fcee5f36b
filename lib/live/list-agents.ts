import { z } from 'zod';
import { pageFrom, type Page, type PageQuery } from '#lib/api/page.ts';
import { deviceSchema, workloadSchema } from '#lib/model/run.ts';
import type { AgentDirectory } from './agent-directory.ts';

/** An agent as the API gives it. */
export const agentSchema = z.object({
  host: z.string(),
  connectedAtMs: z.number(),
  version: z.string(),
  collectors: z.array(
    z.object({ name: z.string(), supported: z.boolean(), reason: z.string().nullable() }),
  ),
  training: z.object({
    allowed: z.boolean(),
    workloads: z.array(workloadSchema),
    devices: z.array(deviceSchema),
  }),
});
export type AgentAnswer = z.output<typeof agentSchema>;

/** Sorted by host; the cursor is the last host of the page before. */
export function listAgents(agents: AgentDirectory, query: PageQuery): Page<AgentAnswer> {
  const answers = agents.list().map(({ host, connectedAtMs, hello }): AgentAnswer => ({
    host,
    connectedAtMs,
    version: hello.version,
    collectors: hello.collectors.map((one) => ({ ...one, reason: one.reason ?? null })),
    training: hello.training,
  }));
  const sorted = answers.sort((a, b) => (a.host < b.host ? -1 : 1));
  return pageFrom(sorted, query, ({ host }) => host);
}
