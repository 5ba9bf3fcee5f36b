/** How often a group of readings is taken: what changes slowly or costs much has its own rate. */
export const periodsMs = { round: 0, often: 10_000, seldom: 30_000, rarely: 60_000 } as const;
export type Rate = keyof typeof periodsMs;

/** More GPUs than a host has: their slow rounds are spread over this many slots. */
const slots = 8;

/** Which rates are due for one GPU. All are at first; later GPUs take turns, so that no round is long. */
export class Rota {
  readonly #slot: number;
  readonly #dueMs = new Map<Rate, number>();

  constructor(index: number) {
    this.#slot = index % slots;
  }

  /** The rates due now; they are not due again before their period has passed. */
  take(nowMs: number): ReadonlySet<Rate> {
    const due = new Set<Rate>(['round']);
    for (const rate of ['often', 'seldom', 'rarely'] as const) {
      const dueMs = this.#dueMs.get(rate);
      if (dueMs !== undefined && nowMs < dueMs) continue;
      due.add(rate);
      this.#dueMs.set(rate, this.#next(rate, dueMs, nowMs));
    }
    return due;
  }

  /** Something has happened: everything is due. */
  reset(): void {
    this.#dueMs.clear();
  }

  #next(rate: Rate, dueMs: number | undefined, nowMs: number): number {
    const periodMs = periodsMs[rate];
    if (dueMs === undefined) return nowMs + (periodMs * (this.#slot + 1)) / slots;
    return dueMs + periodMs > nowMs ? dueMs + periodMs : nowMs + periodMs;
  }
}
