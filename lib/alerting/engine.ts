import type { Alert } from '#lib/model/alert.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import type { Arrival } from '#lib/live/hub.ts';

/** Holds rules against what arrives; keeps states, history and notifications. */
export interface AlertEngine {
  observe(tables: readonly SampleTable[], arrival: Arrival): void;
  /** Finds gaps and silence, writes what changed and tells receivers. Called once a second. */
  tick(nowMs: number): void;
  /** Pending and firing alerts, the most urgent and newest first. */
  active(): readonly Alert[];
  /** What each enabled rule watches now. */
  watching(): readonly RuleStatus[];
  /** Ends an alert whose series will not come back; false when it is not active. */
  dismiss(ruleId: string, fingerprint: string): Promise<boolean>;
  /** Reads rules and receivers again after they were changed. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface RuleStatus {
  readonly ruleId: string;
  readonly series: number;
  readonly pending: number;
  readonly firing: number;
}
