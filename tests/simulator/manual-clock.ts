import type { Clock } from '#collectors/agent/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly fire: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  readonly #epochMs: number;
  #elapsedMs = 0;
  #timers: Timer[] = [];

  constructor(epochMs = 1_700_000_000_000) {
    this.#epochMs = epochMs;
  }

  wallMs(): number {
    return this.#epochMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const fire = () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        signal.removeEventListener('abort', fire);
        resolve();
      };
      const timer = { dueMs: this.#elapsedMs + Math.max(0, milliseconds), fire };
      this.#timers.push(timer);
      signal.addEventListener('abort', fire, { once: true });
    });
  }

  /** Moves time on, timer by timer, and lets everything that each one wakes run to its end. */
  async advance(milliseconds: number): Promise<void> {
    const endMs = this.#elapsedMs + milliseconds;
    await settle();
    for (;;) {
      const next = this.#timers.reduce<Timer | null>(
        (first, timer) => (first === null || timer.dueMs < first.dueMs ? timer : first),
        null,
      );
      if (!next || next.dueMs > endMs) break;
      this.#elapsedMs = Math.max(this.#elapsedMs, next.dueMs);
      next.fire();
      await settle();
    }
    this.#elapsedMs = endMs;
  }
}

/** Every promise that is ready runs before the next turn of the event loop. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
