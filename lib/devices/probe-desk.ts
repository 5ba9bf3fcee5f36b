import type { AgentDirectory } from '#lib/live/agent-directory.ts';
import type { ProbeTarget, SweepRequest, TestOutcome } from '#lib/model/device-probe.ts';
import type { DeviceMessage } from '#lib/wire/control.ts';
import type { Sweep } from './sweep.ts';

/** Tests and sweeps that agents do for people, in memory: a restarted server has forgotten them. */
export interface ProbeDesk {
  /** Null when the agent is not connected, else what it found, or that it did not answer. */
  test(host: string, target: ProbeTarget, signal: AbortSignal): Promise<TestOutcome | null>;
  /** A sweep, or why there is none: its agent is away, or sweeps already. */
  startSweep(
    host: string,
    request: SweepRequest,
    requestedBy: string,
  ): Promise<Sweep | 'away' | 'busy'>;
  /** Shows a sweep that was started at another server. */
  adoptSweep(sweep: Sweep): void;
  cancelSweep(id: string): Sweep | null;
  /** Oldest first. */
  sweeps(): readonly Sweep[];
  /** @param host whose channel it came through: it speaks for its own requests only */
  receive(host: string, message: DeviceMessage): void;
  /** An agent that is gone answers nothing any more. */
  agentLeft(host: string): void;
  /** Gives up what was not heard of for long and forgets old sweeps. Call it every few seconds. */
  tick(nowMs: number): void;
}

export interface ProbeDeskOptions {
  readonly agents: AgentDirectory;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Other servers are told of sweeps, so that people find them there as well. */
  readonly onStart?: (sweep: Sweep) => void;
}
