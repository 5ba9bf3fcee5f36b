/** A batch that is new enough to overtake what waits on disk. */
export interface FreshBatch {
  readonly sequence: number;
  readonly payload: Buffer;
  readonly offeredMs: number;
  /** False when the disk would not take it: then this is the only copy. */
  readonly isOnDisk: boolean;
}

/** The newest batches, in memory, in order. */
export class FreshQueue {
  readonly #windowMs: number;
  #batches: FreshBatch[] = [];

  /** @param windowMs how long a batch stays fresh */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  get firstSequence(): number {
    return this.#batches[0]?.sequence ?? Number.POSITIVE_INFINITY;
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  push(batch: FreshBatch): void {
    this.#batches.push(batch);
  }

  /** Takes the oldest batches that fit together, at least one. */
  take(maxBytes: number): FreshBatch[] {
    let bytes = 0;
    const end = this.#batches.findIndex((batch, index) => {
      bytes += batch.payload.length;
      return index > 0 && bytes > maxBytes;
    });
    return this.#batches.splice(0, end === -1 ? this.#batches.length : end);
  }

  /** Puts back what was taken; it does not expire any more. */
  putBack(batches: readonly FreshBatch[]): void {
    const offeredMs = Number.POSITIVE_INFINITY;
    this.#batches.unshift(...batches.map((batch) => ({ ...batch, offeredMs })));
  }

  /** Removes and answers what is not fresh any more. */
  expire(nowMs: number): FreshBatch[] {
    const isOld = (batch: FreshBatch) => nowMs - batch.offeredMs > this.#windowMs;
    const expired = this.#batches.filter(isOld);
    if (expired.length > 0) this.#batches = this.#batches.filter((batch) => !isOld(batch));
    return expired;
  }
}
