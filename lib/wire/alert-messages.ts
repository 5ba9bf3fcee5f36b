import type { Alert, AlertTransition } from '#lib/model/alert.ts';

/** Payloads of the live topic `alerts`. */
export type AlertMessage =
  /** An alert began, changed its state or ended (`alert` is null); told news carry a transition. */
  | {
      readonly kind: 'changed';
      readonly ruleId: string;
      readonly fingerprint: string;
      readonly alert: Alert | null;
      readonly transition: AlertTransition | null;
    }
  /** Newest values of active alerts, at most once a second. */
  | { readonly kind: 'values'; readonly values: readonly AlertValue[] }
  /** Rules or receivers were edited, or a delivery ended: what was read before is out of date. */
  | { readonly kind: 'edited' };

export interface AlertValue {
  readonly ruleId: string;
  readonly fingerprint: string;
  readonly value: number;
  readonly valueAtMs: number;
}
