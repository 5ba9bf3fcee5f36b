/** Rows of the last while that need not be delivered: written by us, or delivered already. */
export class SeenRows {
  /** By series, then by time, when it was seen. */
  readonly #series = new Map<string, Map<bigint, number>>();

  /** False when the row was known. */
  add(seriesKey: string, timeNs: bigint, nowMs: number): boolean {
    let times = this.#series.get(seriesKey);
    if (!times) {
      times = new Map();
      this.#series.set(seriesKey, times);
    }
    if (times.has(timeNs)) return false;
    times.set(timeNs, nowMs);
    return true;
  }

  forgetBefore(timeMs: number): void {
    for (const [key, times] of this.#series) {
      // Insertion order is the order of sight, so the old ones come first.
      for (const [timeNs, seenMs] of times) {
        if (seenMs >= timeMs) break;
        times.delete(timeNs);
      }
      if (times.size === 0) this.#series.delete(key);
    }
  }
}
