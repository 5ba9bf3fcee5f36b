/** Time as a chart that mends its gaps sees it. */
export interface MendTime {
  /** @returns cancels it */
  after(ms: number, run: () => void): () => void;
  /** 0 to 1. */
  random(): number;
}

export interface Mender {
  /** Samples may have been missed: asks the store for them, again and again for a minute. */
  mend(): void;
  stop(): void;
}

/**
 * What an agent kept on its disk while it had no server arrives later than what is new, and older
 * samples change nothing in the live stream: only the store knows them.
 */
const askAfterMs = [0, 3_000, 10_000, 25_000, 60_000];
/** A thousand browsers that lost the same server do not all ask in the same moment. */
const spreadMs = 1_000;

/** @param reload asks the store; a later mend begins anew */
export function createMender(reload: () => void, time: MendTime): Mender {
  let cancels: (() => void)[] = [];
  const stop = (): void => {
    for (const cancel of cancels) cancel();
    cancels = [];
  };
  return {
    mend() {
      stop();
      const laterMs = time.random() * spreadMs;
      cancels = askAfterMs.map((ms) => time.after(ms === 0 ? 0 : ms + laterMs, reload));
    },
    stop,
  };
}

/** Samples this much further apart than usual leave a gap that may be mended. */
const gapFactor = 3;
const shortestGapMs = 3_000;

/** Tells whether samples that came at regular times until now have left some out. */
export class Cadence {
  #lastMs: number | null = null;
  #usualMs = Number.POSITIVE_INFINITY;

  /** True when a sample of this time comes after a gap. */
  note(sampleMs: number): boolean {
    const sinceMs = this.#lastMs === null ? 0 : sampleMs - this.#lastMs;
    this.#lastMs = sampleMs;
    if (sinceMs <= 0) return false;
    const isGap = sinceMs > Math.max(shortestGapMs, this.#usualMs * gapFactor);
    this.#usualMs = Math.min(this.#usualMs, sinceMs);
    return isGap;
  }
}
