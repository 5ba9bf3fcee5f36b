import type { Alert } from '#lib/model/alert.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import type { Arrival } from '#lib/live/hub.ts';

/** Holds rules against what arrives; keeps states, history and notifications. */
export interface AlertEngine {
  observe(tables: readonly SampleTable[], arrival: Arrival): void;
  /** Advances `for` timers. The owner of the clock calls it. */
  tick(nowMs: number): void;
  active(): readonly Alert[];
  /** Reads the rules again after they were changed. */
  reload(): Promise<void>;
  close(): Promise<void>;
}
