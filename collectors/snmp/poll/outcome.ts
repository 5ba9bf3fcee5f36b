import type { SnmpTarget } from '#lib/model/snmp-target.ts';
import type { ClientCounts } from '../client.ts';
import type { DeviceReading } from '../reading.ts';
import type { Continuity } from './uptime.ts';

/** One poll of one device, whatever came of it. */
export interface PollOutcome {
  readonly target: SnmpTarget;
  /** Monotonic time at which it began. */
  readonly beganMs: number;
  readonly seconds: number;
  readonly lateMs: number;
  readonly intervalMs: number;
  /** Since the agent began to poll this device. */
  readonly counts: ClientCounts;
  readonly result: PollResult;
}

export type PollResult =
  | { readonly kind: 'read'; readonly reading: DeviceReading; readonly continuity: Continuity }
  /** One sentence for people, without secrets. */
  | { readonly kind: 'failed'; readonly error: string };
