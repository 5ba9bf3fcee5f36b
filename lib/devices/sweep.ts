import type { SweepFind } from '#lib/model/device-probe.ts';

/** A sweep as far as its agent has told; the credentials it tries are not kept. */
export interface Sweep {
  readonly id: string;
  readonly host: string;
  readonly ranges: readonly string[];
  readonly ports: readonly number[];
  readonly requestsPerSecond: number;
  readonly requestedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly state: 'running' | 'finished' | 'cancelled' | 'failed';
  readonly problem: string | null;
  /** Pairs of address and port that are done, and that there are. */
  readonly done: number;
  readonly total: number;
  readonly found: readonly SweepFind[];
}
