import type { FieldValue, Point, Tags } from '#lib/model/sample.ts';
import type { SampleSink } from '../collector.ts';
import { describe } from './log.ts';

export interface Fault {
  readonly what: string;
  readonly reason: string;
}

/** Takes the points of one round, at the time the round began unless they have one of their own. */
export class RoundSink implements SampleSink {
  readonly timeNs: bigint;
  readonly #points: Point[] = [];
  readonly #faults: Fault[] = [];
  #isOpen = true;

  constructor(wallMs: number) {
    this.timeNs = BigInt(Math.round(wallMs)) * 1_000_000n;
  }

  point(
    measurement: string,
    tags: Tags,
    fields: Readonly<Record<string, FieldValue>>,
    timeNs = this.timeNs,
  ): void {
    if (!this.#isOpen || !hasFields(fields)) return;
    this.#points.push({ measurement, tags, fields, timeNs });
  }

  fault(what: string, cause: unknown): void {
    if (this.#isOpen) this.#faults.push({ what, reason: describe(cause) });
  }

  /** What arrives after the deadline belongs to no round and is left out. */
  close(): { readonly points: readonly Point[]; readonly faults: readonly Fault[] } {
    this.#isOpen = false;
    return { points: this.#points, faults: this.#faults };
  }
}

function hasFields(fields: object): boolean {
  for (const _ in fields) return true;
  return false;
}
