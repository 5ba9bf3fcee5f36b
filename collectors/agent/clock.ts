import { setTimeout as delay } from 'node:timers/promises';

/** Time as the agent sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch; may jump when the machine's clock is set. */
  wallMs(): number;
  /** Milliseconds since some moment; never goes back. */
  monotonicMs(): number;
  /** Resolves after that time, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await delay(Math.max(0, milliseconds), undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};
