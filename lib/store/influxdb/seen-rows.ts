/** As long as the database is caught up with after a time away. */
const keptMs = 60_000;
const forgetEveryMs = 10_000;

/** Rows of the last while that need not be delivered: written by us, or delivered already. */
export class SeenRows {
  /** By series, then by time, when it was seen. */
  readonly #series = new Map<string, Map<bigint, number>>();
  #forgotMs = 0;

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

  /** Forgets by itself where nobody follows the database and so nobody else would. */
  keepBounded(nowMs: number): void {
    if (nowMs - this.#forgotMs < forgetEveryMs) return;
    this.forgetBefore(nowMs - keptMs);
  }

  forgetBefore(timeMs: number): void {
    this.#forgotMs = timeMs + keptMs;
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
