import type { FieldValue, Tags } from '#lib/model/sample.ts';
import type { SampleSink } from '../collector.ts';
import { integer, present } from '../fields.ts';

export type EventKind =
  | 'xid'
  | 'sxid'
  | 'ecc'
  | 'hung'
  | 'lost'
  | 'returned'
  | 'reset_required'
  | 'recovery_action'
  | 'driver_reload'
  | 'mig'
  | 'fabric';

export interface EventText {
  readonly title: string;
  readonly meaning: string;
  readonly action: string;
  readonly severity: 'critical' | 'warning' | 'info';
}

/** Something that happened to a GPU. */
export interface GpuEvent extends EventText {
  readonly kind: EventKind;
  readonly source: 'nvml' | 'kmsg' | 'gather';
  readonly code?: number;
  readonly message?: string;
  readonly process?: string;
  /** Absent: the time of the round that noticed it. */
  readonly wallMs?: number;
}

/** Puts events into a round. Two of one kind on one GPU never share a time: one would be lost. */
export class EventWriter {
  readonly #lastNs = new Map<string, bigint>();

  write(sink: SampleSink, tags: Tags, event: GpuEvent): void {
    const { kind, wallMs } = event;
    const key = `${tags.gpu ?? ''} ${kind}`;
    const told = wallMs === undefined ? sink.timeNs : BigInt(Math.round(wallMs)) * 1_000_000n;
    const last = this.#lastNs.get(key);
    const timeNs = last !== undefined && told <= last ? last + 1n : told;
    this.#lastNs.set(key, timeNs);
    sink.point('gpu_event', { ...tags, kind }, present(fieldsOf(event)), timeNs);
  }
}

function fieldsOf(event: GpuEvent) {
  return {
    code: integer(event.code),
    message: words(event.message),
    title: words(event.title),
    meaning: words(event.meaning),
    action: words(event.action),
    severity: words(event.severity),
    process: words(event.process),
    source: words(event.source),
  };
}

const longestText = 1000;

function words(text: string | undefined): FieldValue | undefined {
  return text === undefined ? undefined : { type: 'string', value: text.slice(0, longestText) };
}
