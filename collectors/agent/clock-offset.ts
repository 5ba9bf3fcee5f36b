/** One exchange with a server: our clock around it and the server's clock within it, in ms. */
export interface Exchange {
  readonly sentMs: number;
  readonly receivedMs: number;
  /** From the `Date` header, which is cut to whole seconds. */
  readonly serverMs: number;
}

const datePrecisionMs = 1000;
const windowSize = 30;

/**
 * How far the server's clock is ahead of ours. Each exchange bounds it from both sides; the bounds
 * of the last exchanges are intersected, and of what remains the value closest to zero is told, so
 * that clocks that agree are never reported apart.
 */
export class ClockOffset {
  #bounds: { readonly lowMs: number; readonly highMs: number }[] = [];

  observe({ sentMs, receivedMs, serverMs }: Exchange): void {
    const bound = {
      lowMs: serverMs - receivedMs,
      highMs: serverMs + datePrecisionMs - sentMs,
    };
    if (!(bound.lowMs <= bound.highMs)) return;
    this.#bounds = [...this.#bounds, bound].slice(-windowSize);
    // A clock was set: what was known before does not hold any more.
    if (this.#low() > this.#high()) this.#bounds = [bound];
  }

  /** Null before the first exchange. */
  get seconds(): number | null {
    if (this.#bounds.length === 0) return null;
    return Math.max(this.#low(), Math.min(this.#high(), 0)) / 1000;
  }

  #low(): number {
    return this.#bounds.reduce((low, bound) => Math.max(low, bound.lowMs), -Infinity);
  }

  #high(): number {
    return this.#bounds.reduce((high, bound) => Math.min(high, bound.highMs), Infinity);
  }
}
