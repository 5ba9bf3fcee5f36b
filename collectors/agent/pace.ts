import type { Clock } from './clock.ts';

/** @returns resolves when the next request may go out: so many a second, evenly apart */
export function createPace(
  clock: Pick<Clock, 'monotonicMs' | 'sleep'>,
  perSecond: number,
  signal: AbortSignal,
): () => Promise<void> {
  let nextMs = clock.monotonicMs();
  return async () => {
    const nowMs = clock.monotonicMs();
    // Time that passed unused is not caught up with: that would be a burst.
    const mineMs = Math.max(nowMs, nextMs);
    nextMs = mineMs + 1000 / perSecond;
    if (mineMs > nowMs) await clock.sleep(mineMs - nowMs, signal);
  };
}
