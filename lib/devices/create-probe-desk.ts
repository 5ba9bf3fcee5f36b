import { createOpenSweeps } from './open-sweeps.ts';
import { createOpenTests } from './open-tests.ts';
import type { ProbeDesk, ProbeDeskOptions } from './probe-desk.ts';

export function createProbeDesk(options: ProbeDeskOptions): ProbeDesk {
  const tests = createOpenTests(options);
  const sweeps = createOpenSweeps(options);
  return {
    test: (host, target, signal) => tests.run(host, target, signal),
    startSweep: (host, request, requestedBy) => sweeps.start(host, request, requestedBy),
    adoptSweep: (sweep) => sweeps.adopt(sweep),
    cancelSweep: (id) => sweeps.cancel(id),
    sweeps: () => sweeps.list(),
    receive(host, message) {
      if (message.type === 'snmp-swept') sweeps.take(host, message);
      else tests.take(host, message);
    },
    agentLeft(host) {
      tests.agentLeft(host);
      sweeps.agentLeft(host);
    },
    tick(nowMs) {
      tests.tick(nowMs);
      sweeps.tick(nowMs);
    },
  };
}
