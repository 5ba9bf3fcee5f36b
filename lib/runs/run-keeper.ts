import type { RunReport } from '#lib/live/control-socket.ts';
import type { Run } from '#lib/model/run.ts';
import type { Services } from '#lib/services.ts';
import { announceRun } from './announce-run.ts';
import { changeRun } from './change-run.ts';
import { runOf } from './run-row.ts';
import { activeStates } from './run-transition.ts';

/** An agent stops its runs after half a minute without the server; longer away, nobody knows. */
const lostAfterMs = 60_000;
/** An agent names its runs right after it has connected; one it does not name is no more. */
const namedWithinMs = 15_000;
/** Starting comes on top of the seconds a run was given; the agent ends it after two minutes. */
const overtimeMs = 180_000;

export interface RunKeeperOptions extends Pick<Services, 'database' | 'agents' | 'hub' | 'log'> {
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Agents whose channel ends at another server, which looks after their runs. */
  readonly isElsewhere: (host: string) => boolean;
  /** Whether this server says of agents that are nowhere that they are away: only one of them does. */
  readonly judgesAbsence: () => boolean;
}

/** Keeps what the server believes of runs in step with what agents report, or fail to. */
export interface RunKeeper {
  /** @param host whose channel the report came through: it speaks for its own runs only */
  record(host: string, report: RunReport): Promise<void>;
  /** Gives up runs whose agent is away or knows nothing of them. Call it every few seconds. */
  tick(nowMs: number): Promise<void>;
}

export function createRunKeeper(options: RunKeeperOptions): RunKeeper {
  const { database, agents, hub, log, clock, isElsewhere, judgesAbsence } = options;
  const awaySince = new Map<string, number>();
  const namedAt = new Map<string, number>();

  async function move(id: string, to: Run['state'], reason: string | null): Promise<void> {
    const run = await changeRun(database.prisma, { id, to, reason, nowMs: clock() });
    if (!run) return;
    log.info({ run: id, host: run.host, state: to, reason }, 'a training run changed');
    announceRun(hub, run);
  }

  function lossOf(run: Run, nowMs: number): string | null {
    if (!agents.isHere(run.host) && (isElsewhere(run.host) || !judgesAbsence())) {
      awaySince.delete(run.host);
      return null;
    }
    const agent = agents.list().find(({ host }) => host === run.host);
    if (!agent) {
      const since = awaySince.get(run.host) ?? nowMs;
      awaySince.set(run.host, since);
      return nowMs - since >= lostAfterMs ? 'its agent has been away for a minute' : null;
    }
    awaySince.delete(run.host);
    if (nowMs >= run.startedAtMs + run.seconds * 1000 + overtimeMs) {
      return 'its agent never said that it ended';
    }
    const isNamed = (namedAt.get(run.id) ?? 0) >= agent.connectedAtMs;
    const isSettled = nowMs - agent.connectedAtMs >= namedWithinMs;
    // A run that has not begun is named for the first time when it does.
    if (run.state === 'starting' || isNamed || !isSettled) return null;
    return 'its agent came back without it';
  }

  return {
    async record(host, { run: id, state, reason }) {
      const row = await database.prisma.run.findUnique({ where: { id } });
      if (row?.host !== host) {
        log.warn({ run: id, host }, 'an agent reported a run that is not its own');
        return;
      }
      if (state === 'running') namedAt.set(id, clock());
      else namedAt.delete(id);
      await move(id, state, reason ?? null);
    },
    async tick(nowMs) {
      const rows = await database.prisma.run.findMany({
        where: { state: { in: [...activeStates] } },
      });
      for (const run of rows.map(runOf)) {
        const loss = lossOf(run, nowMs);
        if (loss !== null) await move(run.id, 'lost', loss);
      }
    },
  };
}
