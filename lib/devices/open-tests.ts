import { randomUUID } from 'node:crypto';
import type { ProbeTarget, TestOutcome } from '#lib/model/device-probe.ts';
import type { DeviceMessage } from '#lib/wire/control.ts';
import type { ProbeDeskOptions } from './probe-desk.ts';

interface OpenTest {
  readonly host: string;
  readonly dueMs: number;
  readonly settle: (outcome: TestOutcome) => void;
}

/** Longer than an agent takes for the slowest device it does not give up. */
const testMs = 60_000;
const mostAtOnce = 50;

/** Tests whose agents have not answered yet. */
export function createOpenTests({ agents, clock }: ProbeDeskOptions) {
  const open = new Map<string, OpenTest>();

  function wait(host: string, request: string, signal: AbortSignal): Promise<TestOutcome> {
    return new Promise((settle) => {
      open.set(request, { host, dueMs: clock() + testMs, settle });
      const leave = () => {
        void agents.send(host, { type: 'snmp-cancel', request });
        settle({ kind: 'failed', problem: 'nobody waits for the answer any more' });
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    async run(host: string, target: ProbeTarget, signal: AbortSignal): Promise<TestOutcome | null> {
      if (open.size >= mostAtOnce) {
        return { kind: 'failed', problem: `${open.size} other tests are under way; try again` };
      }
      const request = randomUUID();
      const outcome = wait(host, request, signal);
      try {
        // Its answer may be here before we know that it was sent.
        const isSent = await agents.send(host, { type: 'snmp-test', request, target });
        return isSent ? await outcome : null;
      } finally {
        open.delete(request);
      }
    },
    take(host: string, message: Extract<DeviceMessage, { type: 'snmp-tested' }>): void {
      const test = open.get(message.request);
      if (test?.host === host) test.settle(message.outcome);
    },
    agentLeft(host: string): void {
      const problem = `the agent of ${host} disconnected`;
      for (const test of open.values()) {
        if (test.host === host) test.settle({ kind: 'failed', problem });
      }
    },
    tick(nowMs: number): void {
      for (const [request, { host, dueMs, settle }] of open) {
        if (nowMs < dueMs) continue;
        void agents.send(host, { type: 'snmp-cancel', request });
        const problem = `the agent of ${host} did not answer within ${testMs / 1000} s`;
        settle({ kind: 'failed', problem });
      }
    },
  };
}
