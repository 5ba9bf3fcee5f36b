/**
 * When frames of one shape leave. Samples come in bursts, of one agent or of many, so a frame waits
 * for a short pause; and it may come a little early, so that it falls in step with those who
 * report. Over time there are never more than were asked for.
 */
export interface Rhythm {
  /** @param heardMs when something last arrived for what the frame shows */
  isDue(nowMs: number, heardMs: number): boolean;
  /** There was something to send, and it was sent. */
  sent(nowMs: number): void;
  /** There was nothing to send. */
  idle(): void;
}

/** Share of the period after which the next frame may come when earlier ones were late. */
const earliest = 0.9;
const longestPauseMs = 20;
const longestWaitMs = 100;

export function createRhythm(periodMs: number): Rhythm {
  const pauseMs = Math.min(longestPauseMs, periodMs / 4);
  const waitMs = Math.min(longestWaitMs, periodMs / 2);
  let lastMs = Number.NEGATIVE_INFINITY;
  /** Where the next frame falls when all come exactly as often as asked. */
  let planMs = Number.NEGATIVE_INFINITY;
  let pendingMs: number | null = null;

  return {
    isDue(nowMs, heardMs) {
      pendingMs ??= Math.min(nowMs, Math.max(heardMs, lastMs));
      const isQuiet = nowMs - heardMs >= pauseMs || nowMs - pendingMs >= waitMs;
      return isQuiet && nowMs >= lastMs + earliest * periodMs && nowMs >= planMs - periodMs;
    },
    sent(nowMs) {
      lastMs = nowMs;
      planMs = Math.max(planMs, nowMs) + periodMs;
      pendingMs = null;
    },
    idle() {
      pendingMs = null;
    },
  };
}
