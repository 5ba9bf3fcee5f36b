/** Counts whole milliseconds, so that a million of them take no more room than one. */
export class Latencies {
  readonly #counts = new Float64Array(30_000);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(milliseconds: number, count = 1): void {
    const last = this.#counts.length - 1;
    const at = Math.min(last, Math.max(0, Math.round(milliseconds)));
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
    this.#total += count;
  }

  /** The least number of milliseconds that so large a share does not exceed; NaN without any. */
  quantile(share: number): number {
    let seen = 0;
    for (const [milliseconds, count] of this.#counts.entries()) {
      seen += count;
      if (count > 0 && seen >= share * this.#total) return milliseconds;
    }
    return Number.NaN;
  }
}
