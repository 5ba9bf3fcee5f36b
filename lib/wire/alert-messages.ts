import type { Alert, AlertTransition } from '#lib/model/alert.ts';

/** Payloads of the live topic `alerts`. */
export type AlertMessage =
  /** Alerts began, changed their state or ended. */
  | { readonly kind: 'changed'; readonly changes: readonly AlertChange[] }
  /** Newest values of active alerts, at most once a second. */
  | { readonly kind: 'values'; readonly values: readonly AlertValue[] }
  /** More changed than is worth listing, or rules or receivers did: read everything again. */
  | { readonly kind: 'edited' };

export interface AlertChange {
  readonly ruleId: string;
  readonly fingerprint: string;
  /** null once it has ended. */
  readonly alert: Alert | null;
  /** What history will hold of it; null for a step that nobody is told of. */
  readonly transition: AlertTransition | null;
}

export interface AlertValue {
  readonly ruleId: string;
  readonly fingerprint: string;
  readonly value: number;
  readonly valueAtMs: number;
}
