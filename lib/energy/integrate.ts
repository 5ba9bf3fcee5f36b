import type { Window } from './calendar-day.ts';

/** Energy of one series in one window. */
export interface Portion {
  /** null where nothing is known: unknown is not zero. */
  readonly joules: number | null;
  /** How much of the window the figure rests on. */
  readonly coveredMs: number;
}

/** Adds up the energy of one thing as its values are told, in order of time; older ones are dropped. */
export interface Meter {
  take(timeMs: number, value: number): void;
  /** One a window. */
  portions(): Portion[];
}

/**
 * Energy from a counter of joules: the increase between readings, each spread evenly over the time
 * between them. A counter that went back was reset and counts from zero. Readings further apart
 * than `maxGapMs` are not joined: what lies between them is not covered.
 * @param windows in order of time, not overlapping
 */
export function counterMeter(windows: readonly Window[], maxGapMs: number): Meter {
  const sums = new WindowSums(windows);
  let lastMs = Number.NaN;
  let last = Number.NaN;
  return {
    take(timeMs, value) {
      if (timeMs <= lastMs) return;
      if (timeMs - lastMs <= maxGapMs) {
        const increase = value >= last ? value - last : value;
        sums.spread(lastMs, timeMs, increase / (timeMs - lastMs));
      }
      lastMs = timeMs;
      last = value;
    },
    portions: () => sums.portions(),
  };
}

/**
 * Energy from power: the mean of each bucket, told with the time it starts, over the length of the
 * bucket. A bucket without a value is not covered, and nothing is drawn across it.
 * @param windows in order of time, not overlapping
 */
export function powerMeter(windows: readonly Window[], stepMs: number): Meter {
  const sums = new WindowSums(windows);
  let untilMs = Number.NEGATIVE_INFINITY;
  return {
    take(timeMs, value) {
      if (timeMs < untilMs) return;
      untilMs = timeMs + stepMs;
      sums.spread(timeMs, untilMs, value / 1000);
    },
    portions: () => sums.portions(),
  };
}

class WindowSums {
  readonly #windows: readonly Window[];
  readonly #joules: Float64Array;
  readonly #coveredMs: Float64Array;
  /** Windows before it end before anything that is still to come. */
  #first = 0;

  constructor(windows: readonly Window[]) {
    this.#windows = windows;
    this.#joules = new Float64Array(windows.length);
    this.#coveredMs = new Float64Array(windows.length);
  }

  spread(startMs: number, endMs: number, joulesPerMs: number): void {
    for (let index = this.#first; index < this.#windows.length; index += 1) {
      const window = this.#windows[index];
      if (!window || window.startMs >= endMs) return;
      if (window.endMs <= startMs) {
        if (index === this.#first) this.#first += 1;
        continue;
      }
      const overlapMs = Math.min(endMs, window.endMs) - Math.max(startMs, window.startMs);
      this.#joules[index] = (this.#joules[index] ?? 0) + joulesPerMs * overlapMs;
      this.#coveredMs[index] = (this.#coveredMs[index] ?? 0) + overlapMs;
    }
  }

  portions(): Portion[] {
    return Array.from(this.#coveredMs, (coveredMs, index) => ({
      joules: coveredMs === 0 ? null : (this.#joules[index] ?? 0),
      coveredMs,
    }));
  }
}
