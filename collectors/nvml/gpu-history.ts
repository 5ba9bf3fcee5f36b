import type { FieldValue } from '#lib/model/sample.ts';
import { float } from '../fields.ts';
import { ChangeWatch, told } from './changes.ts';
import { CounterGuard } from './counter-guard.ts';
import { driverCounters, gpuField } from './field-types.ts';
import type { GpuEvent } from './gpu-event.ts';
import type { Row, WireNumber } from './protocol.ts';
import { ThrottleLedger, throttleReasons } from './throttle.ts';

export interface Reviewed {
  readonly fields: Record<string, FieldValue>;
  readonly events: readonly GpuEvent[];
}

/** A counter that falls so soon after the driver is known to be new is no news. */
const sameReloadMs = 30_000;

/** What has to be remembered of one GPU or MIG instance from round to round. */
export class GpuHistory {
  readonly #guards = new Map<string, CounterGuard>();
  readonly #throttle: ThrottleLedger;
  readonly #changes = new ChangeWatch();
  #reload: { readonly atMs: number } | null = null;
  #isReloadDue = false;

  /** @param longestGapMs rounds further apart than this say nothing about the time between */
  constructor(longestGapMs: number) {
    this.#throttle = new ThrottleLedger(longestGapMs);
  }

  /** The driver was unloaded: all its counters begin again. */
  noteDriverGone(): void {
    for (const guard of this.#guards.values()) guard.restart();
    this.#isReloadDue = true;
  }

  review(row: Row, nowMs: number): Reviewed {
    const fields: Record<string, FieldValue> = {};
    const withheld: string[] = [];
    let hasRestarted = this.#isReloadDue;
    for (const name in row.values) {
      const value = row.values[name];
      if (value === undefined) continue;
      const verdict = driverCounters.has(name) ? this.#judge(name, value, nowMs) : 'plausible';
      if (verdict === 'restarted' && name === 'energy_joules_total') hasRestarted = true;
      const field = gpuField(name, value);
      if (verdict === 'withheld') withheld.push(name);
      else if (field) fields[name] = field;
    }
    this.#addThrottleFields(fields, row, nowMs);
    const events = this.#changes.notice(without(row.values, withheld), row.instances);
    if (hasRestarted && this.#isNews(nowMs)) events.unshift(told('driver_reload', 'driverReload'));
    return { fields, events };
  }

  #judge(name: string, value: WireNumber, nowMs: number) {
    const guard = this.#guards.get(name) ?? new CounterGuard(name);
    this.#guards.set(name, guard);
    return guard.judge(Number(value), nowMs);
  }

  #isNews(nowMs: number): boolean {
    this.#isReloadDue = false;
    const isNews = this.#reload === null || nowMs - this.#reload.atMs > sameReloadMs;
    this.#reload = { atMs: nowMs };
    return isNews;
  }

  #addThrottleFields(
    fields: Record<string, FieldValue>,
    { values, throttled }: Row,
    nowMs: number,
  ): void {
    const bits = values.throttle_reasons;
    const known = bits === undefined ? null : Number(bits);
    const totals = this.#throttle.advance(nowMs, known, throttled ?? {});
    for (const [reason, name] of throttleFields) {
      const field = float(totals[reason]);
      if (field) fields[name] = field;
    }
  }
}

const throttleFields = throttleReasons.map(
  (reason) => [reason, `throttle_${reason}_seconds_total`] as const,
);

/** Nearly always nothing is withheld, and the values are those that came. */
function without(
  values: Readonly<Record<string, WireNumber>>,
  names: readonly string[],
): Readonly<Record<string, WireNumber>> {
  if (names.length === 0) return values;
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
