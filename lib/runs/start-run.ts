import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { ConnectedAgent } from '#lib/live/agent-directory.ts';
import type { Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Run, RunRequest } from '#lib/model/run.ts';
import type { Services } from '#lib/services.ts';
import { announceRun } from './announce-run.ts';
import { changeRun } from './change-run.ts';
import { runOf } from './run-row.ts';
import { activeStates } from './run-transition.ts';

/**
 * Asks the agent of a host to start a training run. The answer is a run that is `starting`; what
 * becomes of it arrives on the live topic `training`.
 *
 * @throws Refusal when the role is too low, the agent is away or does not allow it, or the device
 * is busy
 */
export async function startRun(
  services: Pick<Services, 'database' | 'agents' | 'hub'>,
  principal: Principal,
  request: RunRequest,
): Promise<Run> {
  const what = `start run on ${request.host}`;
  requireRole(principal, 'operator', what);
  const problem = offerProblem(
    services.agents.list().find(({ host }) => host === request.host),
    request,
  );
  if (problem !== null) throw new Refusal('conflict', `${what}: ${problem}`);

  const run = await services.database.prisma.$transaction(async (queries) => {
    const { host, device, workload, seed, seconds } = request;
    const busy = await queries.run.findFirst({
      where: { host, device, state: { in: [...activeStates] } },
    });
    if (busy) throw new Refusal('conflict', `${what}: ${device} is busy with run ${busy.id}`);
    const data = { ...request, seed: BigInt(seed), state: 'starting', requestedBy: principal.name };
    const row = await queries.run.create({ data });
    await recordAudit(queries, principal, 'run.start', row.id, {
      ...{ host, device, workload, seed, seconds },
    });
    return runOf(row);
  });
  return hand(services, run);
}

function offerProblem(agent: ConnectedAgent | undefined, request: RunRequest): string | null {
  if (!agent) return 'its agent is not connected';
  const { allowed, workloads, devices } = agent.hello.training;
  if (!allowed) return 'the configuration of its agent allows no training';
  if (!workloads.includes(request.workload)) {
    return `its agent does not offer the workload ${request.workload}`;
  }
  if (!devices.includes(request.device)) {
    return `its agent does not offer the device ${request.device}`;
  }
  return null;
}

/** Gives the command to the agent; one that went away meanwhile fails the run at once. */
async function hand(
  { database, agents, hub }: Pick<Services, 'database' | 'agents' | 'hub'>,
  run: Run,
): Promise<Run> {
  const { id, host, workload, device, seed, seconds } = run;
  announceRun(hub, run);
  if (await agents.send(host, { type: 'run-start', run: id, workload, device, seed, seconds })) {
    return run;
  }
  const failed = await changeRun(database.prisma, {
    id,
    to: 'failed',
    reason: 'the agent disconnected before it was told',
    nowMs: run.startedAtMs,
  });
  if (!failed) return run;
  announceRun(hub, failed);
  return failed;
}
