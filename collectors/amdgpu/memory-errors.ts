import type { FieldValue } from '#lib/model/sample.ts';

/** The events that the error counters of the cards amount to. */
export class MemoryErrorWatch {
  readonly #before = new Map<string, number>();

  /** Fields of an event when that GPU has had more uncorrected errors since it was asked last. */
  note(uuid: string, uncorrected: FieldValue | undefined): Record<string, FieldValue> | null {
    if (uncorrected?.type !== 'integer') return null;
    const now = Number(uncorrected.value);
    const before = this.#before.get(uuid);
    this.#before.set(uuid, now);
    if (before === undefined || now <= before) return null;
    return eventOf(now - before);
  }
}

/** Code 1 of kind `ecc`: more uncorrected errors. */
function eventOf(more: number): Record<string, FieldValue> {
  const text = (value: string): FieldValue => ({ type: 'string', value });
  return {
    code: { type: 'integer', value: 1n },
    message: text(`${more} more`),
    title: text('Uncorrected memory errors'),
    meaning: text('Memory of the GPU has lost data that ECC could detect and not restore.'),
    action: text('Restart what ran on it; look whether a page waits for a reset to be retired.'),
    severity: text('warning'),
    source: text('gather'),
  };
}
