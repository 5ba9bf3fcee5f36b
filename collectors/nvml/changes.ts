import { eventTexts, recoveryTexts, type EventTextName } from './event-texts.ts';
import type { EventKind, GpuEvent } from './gpu-event.ts';
import type { WireNumber } from './protocol.ts';

type Values = Readonly<Record<string, WireNumber>>;

const watched = [
  'ecc_uncorrected_total',
  'ecc_uncorrected_since_load_total',
  'sram_ecc_threshold_exceeded',
  'remapped_rows_pending',
  'remapped_rows_failed',
  'retired_pages_pending',
  'recovery_action',
  'mig_enabled',
  'fabric_health',
] as const;
type Watched = (typeof watched)[number];

/**
 * Notices what happens to one GPU between its readings. What was so when the agent began is no
 * event: nobody saw it happen.
 */
export class ChangeWatch {
  readonly #last = new Map<Watched, number>();
  #instances: string | null = null;

  notice(values: Values, instances: readonly string[] | undefined): GpuEvent[] {
    const events: GpuEvent[] = [];
    const restarts = this.#last.get('ecc_uncorrected_since_load_total');
    for (const field of watched) {
      const value = values[field];
      if (value === undefined) continue;
      const now = Number(value);
      const before = this.#last.get(field);
      this.#last.set(field, now);
      if (before === undefined || before === now) continue;
      // Both counters tell of the same errors: the one of the board's life only where it is alone.
      if (field === 'ecc_uncorrected_total' && restarts !== undefined) continue;
      const event = eventOf(field, before, now);
      if (event) events.push(event);
    }
    if (instances) events.push(...this.#noticeInstances(instances));
    return events;
  }

  #noticeInstances(instances: readonly string[]): GpuEvent[] {
    const now = [...instances].sort().join(' ');
    const before = this.#instances;
    this.#instances = now;
    if (before === null || before === now) return [];
    return [told('mig', 'migInstances', { message: `${instances.length} instances` })];
  }
}

/** Conditions that a reset or a new board ends, of which people know: only the onset is told. */
const onsets = {
  sram_ecc_threshold_exceeded: { text: 'sramThreshold', code: 2 },
  remapped_rows_pending: { text: 'remapPending', code: 3 },
  remapped_rows_failed: { text: 'remapFailed', code: 4 },
  retired_pages_pending: { text: 'retirementPending', code: 5 },
} as const;

function eventOf(field: Watched, before: number, now: number): GpuEvent | null {
  switch (field) {
    case 'ecc_uncorrected_total':
    case 'ecc_uncorrected_since_load_total':
      return now < before
        ? null
        : told('ecc', 'uncorrectedErrors', { code: 1, message: `${now - before} more` });
    case 'recovery_action':
      return recoveryEvent(now);
    case 'mig_enabled':
      return told('mig', 'migMode', { code: now, message: now === 1 ? 'enabled' : 'disabled' });
    case 'fabric_health':
      return told('fabric', now === 1 ? 'fabricHealthy' : 'fabricDegraded', { code: now });
    default: {
      const { text, code } = onsets[field];
      return now === 1 ? told('ecc', text, { code }) : null;
    }
  }
}

function recoveryEvent(code: number): GpuEvent | null {
  const text = recoveryTexts.get(code);
  return text ? { kind: 'recovery_action', source: 'gather', code, ...text } : null;
}

/** An event that the agent itself noticed. */
export function told(
  kind: EventKind,
  text: EventTextName,
  more: { readonly code?: number; readonly message?: string } = {},
): GpuEvent {
  return { kind, source: 'gather', ...eventTexts[text], ...more };
}
