import { beforeAllTime } from '../nanoseconds.ts';

/**
 * Newest stored time of every series. A row newer than that cannot be in the file yet, so it needs
 * no look-up: the guard that keeps the common write a plain append.
 */
export class SeriesTimes {
  #last = new BigInt64Array(0);

  /** Nanoseconds; `beforeAllTime` for a series without rows. */
  last(seriesId: number): bigint {
    return this.#last[seriesId] ?? beforeAllTime;
  }

  raise(seriesId: number, timeNs: bigint): void {
    if (seriesId >= this.#last.length) this.#grow(seriesId);
    if (timeNs > this.last(seriesId)) this.#last[seriesId] = timeNs;
  }

  clear(): void {
    this.#last = new BigInt64Array(0);
  }

  #grow(seriesId: number): void {
    const grown = new BigInt64Array(Math.max(1_024, seriesId * 2)).fill(beforeAllTime);
    grown.set(this.#last);
    this.#last = grown;
  }
}
