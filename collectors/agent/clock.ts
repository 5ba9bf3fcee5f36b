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
  // By hand: an aborted timer of Node's own makes an error with a stack, at every round.
  sleep: (milliseconds, signal) => {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.max(0, milliseconds));
      signal.addEventListener('abort', end);
    });
  },
};
