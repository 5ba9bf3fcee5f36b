/** How often a group of readings is taken: what changes slowly or costs much has its own rate. */
const periodsMs = { often: 10_000, seldom: 30_000, rarely: 60_000, costly: 30_000 } as const;
type SlowRate = keyof typeof periodsMs;
export type Rate = 'round' | SlowRate;

/** The keys of the table above. */
const slowRates = Object.keys(periodsMs) as readonly SlowRate[];

const everyRate: ReadonlySet<Rate> = new Set<Rate>(['round', ...slowRates]);

/** More GPUs than a host has: their slow rounds are spread over this many slots. */
const slots = 8;

/**
 * Which rates are due for one GPU. All but the costly are at first; later GPUs take turns, so that no
 * round is long.
 */
export class Rota {
  readonly #slot: number;
  readonly #everyField: boolean;
  readonly #dueMs = new Map<SlowRate, number>();

  /** @param everyField nothing has a rate of its own: everything is due every round */
  constructor(index: number, everyField: boolean) {
    this.#slot = index % slots;
    this.#everyField = everyField;
  }

  /** The rates due now; they are not due again before their period has passed. */
  take(nowMs: number): ReadonlySet<Rate> {
    if (this.#everyField) return everyRate;
    const due = new Set<Rate>(['round']);
    for (const rate of slowRates) {
      const dueMs = this.#dueMs.get(rate);
      const isDue = dueMs === undefined ? rate !== 'costly' : nowMs >= dueMs;
      if (isDue) due.add(rate);
      if (isDue || dueMs === undefined) this.#dueMs.set(rate, this.#next(rate, dueMs, nowMs));
    }
    return due;
  }

  /** Something has happened: everything is due. */
  reset(): void {
    this.#dueMs.clear();
  }

  #next(rate: SlowRate, dueMs: number | undefined, nowMs: number): number {
    const periodMs = periodsMs[rate];
    if (dueMs === undefined) return nowMs + (periodMs * (this.#slot + 1)) / slots;
    return dueMs + periodMs > nowMs ? dueMs + periodMs : nowMs + periodMs;
  }
}
