export interface BackoffOptions {
  readonly baseMs: number;
  readonly capMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Exponential back-off with full jitter: any wait up to a bound that doubles, so that the agents
 * of a fleet do not come back as one.
 */
export class Backoff {
  readonly #options: BackoffOptions;
  #failures = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** How long to wait after one more failure; `atLeastMs` is what the server asked for. */
  next(atLeastMs: number | null = null): number {
    const { baseMs, capMs, random } = this.#options;
    const bound = Math.min(capMs, baseMs * 2 ** Math.min(30, this.#failures));
    this.#failures += 1;
    return atLeastMs === null ? random() * bound : atLeastMs + random() * baseMs;
  }

  reset(): void {
    this.#failures = 0;
  }
}
