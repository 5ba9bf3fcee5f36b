import type { FieldValue } from '#lib/model/sample.ts';
import type { SampleSink } from '../collector.ts';
import { present } from '../fields.ts';

export type EventSeverity = 'critical' | 'warning' | 'info';

export interface EventText {
  readonly title: string;
  readonly meaning: string;
  readonly action: string;
  readonly severity: EventSeverity;
}

/** Something a device told, or that a poll saw change. */
export interface DeviceEvent extends EventText {
  /** Name of the device; its address where nobody has named it. */
  readonly device: string;
  readonly kind: string;
  readonly source: 'trap' | 'inform' | 'poll';
  readonly message?: string;
  /** Sensor, outlet or interface that it is about. */
  readonly subject?: string;
  /** OID of the trap. */
  readonly trap?: string;
}

/** An event of one kind and device this long ago no longer keeps others from its time. */
const forgottenAfterNs = 3_600_000_000_000n;

/** Puts events into a round. Two of one kind of a device never share a time: one would be lost. */
export class EventWriter {
  readonly #lastNs = new Map<string, bigint>();

  write(sink: SampleSink, event: DeviceEvent, wantedNs: bigint): void {
    const { device, kind } = event;
    const key = `${device} ${kind}`;
    const lastNs = this.#lastNs.get(key);
    const timeNs = lastNs !== undefined && wantedNs <= lastNs ? lastNs + 1n : wantedNs;
    // Set anew, so that the map stays in the order of time.
    this.#lastNs.delete(key);
    this.#lastNs.set(key, timeNs);
    this.#forget(timeNs);
    sink.point('device_event', { device, kind }, present(fieldsOf(event)), timeNs);
  }

  /** Strangers may send under any address: what is remembered of them is bounded by time. */
  #forget(nowNs: bigint): void {
    for (const [key, lastNs] of this.#lastNs) {
      if (nowNs - lastNs < forgottenAfterNs) return;
      this.#lastNs.delete(key);
    }
  }
}

function fieldsOf(event: DeviceEvent) {
  const { title, message, meaning, action, severity, subject, trap, source } = event;
  return {
    title: words(title),
    message: words(message),
    meaning: words(meaning),
    action: words(action),
    severity: words(severity),
    subject: words(subject),
    trap: words(trap),
    source: words(source),
  };
}

const longestText = 1000;

/** Text for people, or nothing. */
export function words(text: string | null | undefined): FieldValue | undefined {
  if (text === null || text === undefined || text === '') return undefined;
  return { type: 'string', value: text.slice(0, longestText) };
}
