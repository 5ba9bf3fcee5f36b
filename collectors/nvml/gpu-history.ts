import type { FieldValue } from '#lib/model/sample.ts';
import { float } from '../fields.ts';
import { ChangeWatch, told } from './changes.ts';
import { CounterGuard } from './counter-guard.ts';
import { driverCounters, gpuField } from './field-types.ts';
import type { GpuEvent } from './gpu-event.ts';
import type { Row, WireNumber } from './protocol.ts';
import { ThrottleLedger } from './throttle.ts';

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
    const values: Record<string, WireNumber> = {};
    let hasRestarted = this.#isReloadDue;
    for (const name in row.values) {
      const value = row.values[name];
      if (value === undefined) continue;
      const verdict = driverCounters.has(name) ? this.#judge(name, value, nowMs) : 'plausible';
      if (verdict !== 'withheld') values[name] = value;
      if (verdict === 'restarted' && name === 'energy_joules_total') hasRestarted = true;
    }
    const events = this.#changes.notice(values, row.instances);
    if (hasRestarted && this.#isNews(nowMs)) events.unshift(told('driver_reload', 'driverReload'));
    return { fields: { ...typedFields(values), ...this.#throttleFields(row, nowMs) }, events };
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

  #throttleFields({ values, throttled }: Row, nowMs: number): Record<string, FieldValue> {
    const bits = values.throttle_reasons;
    const known = bits === undefined ? null : Number(bits);
    const fields: Record<string, FieldValue> = {};
    const totals = this.#throttle.advance(nowMs, known, throttled ?? {});
    for (const [reason, seconds] of Object.entries(totals)) {
      const field = float(seconds);
      if (field) fields[`throttle_${reason}_seconds_total`] = field;
    }
    return fields;
  }
}

function typedFields(values: Readonly<Record<string, WireNumber>>): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {};
  for (const name in values) {
    const value = values[name];
    const field = value === undefined ? undefined : gpuField(name, value);
    if (field) fields[name] = field;
  }
  return fields;
}
