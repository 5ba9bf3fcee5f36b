/** Far above what hardware can do, far below what a wrong reading says. */
const mostPerSecond: Readonly<Record<string, number>> = {
  energy_joules_total: 20_000,
  pcie_receive_bytes_total: 1e12,
  pcie_transmit_bytes_total: 1e12,
  nvlink_receive_bytes_total: 2e13,
  nvlink_transmit_bytes_total: 2e13,
};

export type Verdict = 'plausible' | 'withheld' | 'restarted';

interface Seen {
  readonly value: number;
  readonly atMs: number;
}

/**
 * Judges the values of one counter. One that falls, or leaps, is withheld until the next confirms
 * it: whoever adds up a counter takes a single wrong value for a reset and counts all of it again.
 */
export class CounterGuard {
  readonly #mostPerSecond: number;
  #accepted: Seen | null = null;
  #withheld: Seen | null = null;

  constructor(field: string) {
    this.#mostPerSecond = mostPerSecond[field] ?? Infinity;
  }

  judge(value: number, nowMs: number): Verdict {
    const seen = { value, atMs: nowMs };
    if (!this.#accepted || this.#follows(this.#accepted, seen))
      return this.#accept(seen, 'plausible');
    if (this.#withheld && this.#follows(this.#withheld, seen))
      return this.#accept(seen, 'restarted');
    this.#withheld = seen;
    return 'withheld';
  }

  /** The driver was loaded anew: whatever comes next is true. */
  restart(): void {
    this.#accepted = null;
    this.#withheld = null;
  }

  #accept(seen: Seen, verdict: Verdict): Verdict {
    this.#accepted = seen;
    this.#withheld = null;
    return verdict;
  }

  #follows(before: Seen, seen: Seen): boolean {
    const seconds = Math.max(1, (seen.atMs - before.atMs) / 1000);
    const increase = seen.value - before.value;
    return increase >= 0 && increase <= this.#mostPerSecond * seconds;
  }
}
