import type { SweepFind } from '#lib/model/device-probe.ts';

/** A sweep as the API tells of it. */
export interface Sweep {
  readonly id: string;
  readonly host: string;
  readonly state: 'running' | 'finished' | 'cancelled' | 'failed';
  readonly problem: string | null;
  readonly done: number;
  readonly total: number;
  readonly found: readonly SweepFind[];
}
