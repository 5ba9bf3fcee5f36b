import type { BatchId } from '#lib/store/store.ts';

/** Newest batch that the store has confirmed for each source. */
export class BatchLog {
  readonly #newest: Map<string, bigint>;

  constructor(watermarks: ReadonlyMap<string, bigint>) {
    this.#newest = new Map(watermarks);
  }

  /** True for a batch that was stored before: it is not shown or judged again. */
  isReplay(batch: BatchId | null): boolean {
    if (!batch) return false;
    const newest = this.#newest.get(batch.source);
    return newest !== undefined && batch.sequence <= newest;
  }

  stored(batch: BatchId | null): void {
    if (batch && !this.isReplay(batch)) this.#newest.set(batch.source, batch.sequence);
  }
}
