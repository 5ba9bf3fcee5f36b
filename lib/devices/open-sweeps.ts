import { randomUUID } from 'node:crypto';
import { listAddresses, parseAddressRange } from '#lib/model/address-range.ts';
import type { SweepRequest } from '#lib/model/device-probe.ts';
import type { DeviceMessage } from '#lib/wire/control.ts';
import type { ProbeDeskOptions } from './probe-desk.ts';
import type { Sweep } from './sweep.ts';

interface OpenSweep {
  view: Sweep;
  heardMs: number;
}

type Swept = Extract<DeviceMessage, { type: 'snmp-swept' }>;

const silentMs = 60_000;
const keptMs = 3_600_000;
const mostKept = 20;

/** Sweeps under way and those that ended lately. */
export function createOpenSweeps({ agents, clock, onStart }: ProbeDeskOptions) {
  const sweeps = new Map<string, OpenSweep>();

  function end(sweep: OpenSweep, state: Sweep['state'], problem: string | null): void {
    sweep.view = { ...sweep.view, state, problem, endedAtMs: clock() };
  }

  function runningOf(host: string): OpenSweep[] {
    return [...sweeps.values()].filter(
      ({ view }) => view.host === host && view.state === 'running',
    );
  }

  return {
    async start(
      host: string,
      request: SweepRequest,
      requestedBy: string,
    ): Promise<Sweep | 'away' | 'busy'> {
      if (runningOf(host).length > 0) return 'busy';
      const view = firstView(host, request, requestedBy, clock());
      const command = { type: 'snmp-sweep', request: view.id, sweep: request } as const;
      // Its first answer may be here before we know that it was sent.
      sweeps.set(view.id, { view, heardMs: clock() });
      onStart?.(view);
      if (await agents.send(host, command)) return view;
      onStart?.({ ...view, state: 'failed', problem: 'its agent is not connected' });
      sweeps.delete(view.id);
      return 'away';
    },
    /** One that was started at another server: its agent's answers come here, too. */
    adopt(view: Sweep): void {
      if (view.state !== 'running') sweeps.delete(view.id);
      else if (!sweeps.has(view.id)) sweeps.set(view.id, { view, heardMs: clock() });
    },
    cancel(id: string): Sweep | null {
      const sweep = sweeps.get(id);
      if (sweep?.view.state === 'running') {
        void agents.send(sweep.view.host, { type: 'snmp-cancel', request: id });
        end(sweep, 'cancelled', null);
      }
      return sweep?.view ?? null;
    },
    list: (): Sweep[] => Array.from(sweeps.values(), ({ view }) => view),
    take(host: string, message: Swept): void {
      const sweep = sweeps.get(message.request);
      if (sweep?.view.host !== host || sweep.view.state !== 'running') return;
      sweep.heardMs = clock();
      sweep.view = advance(sweep.view, message);
      if (message.state !== 'running') end(sweep, message.state, message.problem ?? null);
    },
    agentLeft(host: string): void {
      for (const sweep of runningOf(host)) {
        end(sweep, 'failed', `the agent of ${host} disconnected`);
      }
    },
    tick(nowMs: number): void {
      for (const sweep of sweeps.values()) {
        if (sweep.view.state !== 'running' || nowMs - sweep.heardMs < silentMs) continue;
        end(sweep, 'failed', `the agent of ${sweep.view.host} has told nothing for a minute`);
      }
      forget(sweeps, nowMs);
    },
  };
}

function firstView(
  host: string,
  { ranges, ports, requestsPerSecond }: SweepRequest,
  requestedBy: string,
  startedAtMs: number,
): Sweep {
  const parsed = ranges.map(parseAddressRange).filter((range) => range !== null);
  return {
    id: randomUUID(),
    ...{ host, ranges, ports, requestsPerSecond, requestedBy, startedAtMs },
    endedAtMs: null,
    state: 'running',
    problem: null,
    done: 0,
    total: listAddresses(parsed).length * new Set(ports).size,
    found: [],
  };
}

/** There are no more answers than questions, whatever an agent says. */
function advance(view: Sweep, { done, found }: Swept): Sweep {
  const room = view.total - view.found.length;
  return {
    ...view,
    done: Math.min(done, view.total),
    found: [...view.found, ...found.slice(0, room)],
  };
}

function forget(sweeps: Map<string, OpenSweep>, nowMs: number): void {
  const ended = Array.from(sweeps.values(), ({ view }) => view)
    .filter(({ endedAtMs }) => endedAtMs !== null)
    .sort((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0));
  ended.forEach(({ id, endedAtMs }, index) => {
    if (index >= mostKept || nowMs - (endedAtMs ?? nowMs) >= keptMs) sweeps.delete(id);
  });
}
