import { nvmlReturn, type Lost, type Reading, type Unavailable } from '#node-nvml';

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** The driver as a whole is gone; any other trouble of one call is that call's alone. */
const driverGone: ReadonlySet<number> = new Set([
  nvmlReturn.uninitialized,
  nvmlReturn.driverNotLoaded,
  nvmlReturn.libraryNotFound,
  nvmlReturn.libraryVersionMismatch,
]);

/** For how long asking again is in vain. An old driver calls what it does not know invalid. */
const pauseMs: ReadonlyMap<number, number> = new Map<number, number>([
  [nvmlReturn.notSupported, hourMs],
  [nvmlReturn.functionNotFound, hourMs],
  [nvmlReturn.argumentVersionMismatch, hourMs],
  [nvmlReturn.deprecated, hourMs],
  [nvmlReturn.invalidArgument, minuteMs],
  [nvmlReturn.noPermission, minuteMs],
]);

/**
 * Remembers what one GPU does not offer, so that it is not asked for each second. Once the GPU or
 * the driver is gone nothing more is asked in this round: each call could take long to say so.
 */
export class Support {
  readonly #askAgainMs = new Map<string, number>();
  #nowMs = 0;
  #gone: Lost | Unavailable | null = null;

  beginRound(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#gone = null;
  }

  /** Why this round ended early; null while all is well. */
  get gone(): Lost | Unavailable | null {
    return this.#gone;
  }

  isOffered(what: string): boolean {
    const askAgainMs = this.#askAgainMs.get(what);
    return askAgainMs === undefined || askAgainMs <= this.#nowMs;
  }

  /** The value, or null when there is none now. */
  read<T>(what: string, ask: () => Reading<T>): T | null {
    return this.#gone || !this.isOffered(what) ? null : this.accept(what, ask());
  }

  accept<T>(what: string, reading: Reading<T>): T | null {
    switch (reading.kind) {
      case 'value':
        return reading.value;
      case 'lost':
        this.#gone = reading;
        return null;
      case 'unavailable':
        if (driverGone.has(reading.code)) this.#gone = reading;
        return null;
      case 'unknown':
        this.#pause(what, pauseMs.get(reading.code) ?? 0);
        return null;
    }
  }

  #pause(what: string, forMs: number): void {
    if (forMs > 0) this.#askAgainMs.set(what, this.#nowMs + forMs);
  }

  /** What a GPU offers changes with its mode and its driver. */
  forget(): void {
    this.#askAgainMs.clear();
  }
}
