/** Lets loops sleep until something has changed. */
export class Wakeup {
  #waiting: (() => void)[] = [];

  /** Resolves at the next `wake`. Whoever waits under a signal wakes at its end: see `wakeAtEnd`. */
  wait(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const done of waiting) done();
  }

  /** For loops that end with this signal: they look at it each time they wake. */
  wakeAtEnd(signal: AbortSignal): void {
    signal.addEventListener('abort', () => this.wake(), { once: true });
  }
}
