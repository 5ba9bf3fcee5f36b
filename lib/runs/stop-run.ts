import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Run } from '#lib/model/run.ts';
import type { Services } from '#lib/services.ts';
import { announceRun } from './announce-run.ts';
import { changeRun } from './change-run.ts';
import { getRun } from './get-run.ts';

/**
 * Asks the agent to stop a run, which is `stopping` until the agent says that it has ended. Asking
 * again sends the command again.
 *
 * @throws Refusal when the role is too low, there is no such run, it has ended or its agent is away
 */
export async function stopRun(
  { database, agents, hub }: Pick<Services, 'database' | 'agents' | 'hub'>,
  principal: Principal,
  id: string,
): Promise<Run> {
  requireRole(principal, 'operator', `stop run ${id}`);
  const run = await getRun(database, id);
  const stopping = run.state === 'stopping' ? run : await markStopping(database, principal, run);
  if (!(await agents.send(run.host, { type: 'run-stop', run: id }))) {
    throw new Refusal('conflict', `stop run ${id}: the agent of ${run.host} is not connected`);
  }
  announceRun(hub, stopping);
  return stopping;
}

async function markStopping(
  database: Services['database'],
  principal: Principal,
  { id, host }: Run,
): Promise<Run> {
  return database.prisma.$transaction(async (queries) => {
    const change = { id, to: 'stopping', reason: null, nowMs: 0 } as const;
    const stopping = await changeRun(queries, change);
    if (!stopping) throw new Refusal('conflict', `stop run ${id}: it is no longer running`);
    await recordAudit(queries, principal, 'run.stop', id, { host });
    return stopping;
  });
}
