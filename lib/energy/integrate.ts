import type { Window } from './calendar-day.ts';

/** Energy of one series in one window. */
export interface Portion {
  /** null where nothing is known: unknown is not zero. */
  readonly joules: number | null;
  /** How much of the window the figure rests on. */
  readonly coveredMs: number;
}

/** Values of one thing at even times. */
export interface Readings {
  readonly firstMs: number;
  readonly stepMs: number;
  /** NaN = gap. */
  readonly values: Float64Array;
  /** A time past this is told as this. */
  readonly endMs: number;
}

/** Adds up the energy of one thing from what it is told; what is older than the newest is dropped. */
export interface Meter {
  take(readings: Readings): void;
  /** One a window. */
  portions(): Portion[];
}

/**
 * Energy from a counter of joules: the increase between readings, each spread evenly over the time
 * between them. A counter that went back was reset and counts from zero. Readings further apart
 * than `maxGapMs` are not joined: what lies between them is not covered.
 */
export class CounterMeter implements Meter {
  readonly #sums: WindowSums;
  readonly #maxGapMs: number;
  #lastMs = Number.NaN;
  #last = Number.NaN;

  /** @param windows in order of time, not overlapping */
  constructor(windows: readonly Window[], maxGapMs: number) {
    this.#sums = new WindowSums(windows);
    this.#maxGapMs = maxGapMs;
  }

  take({ firstMs, stepMs, values, endMs }: Readings): void {
    // Numbers in fields of an object cost an allocation each time they change.
    let [lastMs, last] = [this.#lastMs, this.#last];
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? Number.NaN;
      const timeMs = Math.min(firstMs + index * stepMs, endMs);
      if (Number.isNaN(value) || timeMs <= lastMs) continue;
      if (timeMs - lastMs <= this.#maxGapMs) {
        const increase = value >= last ? value - last : value;
        this.#sums.spread(lastMs, timeMs, increase / (timeMs - lastMs));
      }
      lastMs = timeMs;
      last = value;
    }
    [this.#lastMs, this.#last] = [lastMs, last];
  }

  portions(): Portion[] {
    return this.#sums.portions();
  }
}

/**
 * Energy from power: the mean of each bucket, told with the time it starts, over the length of the
 * bucket. A bucket without a value is not covered, and nothing is drawn across it.
 */
export class PowerMeter implements Meter {
  readonly #sums: WindowSums;
  #untilMs = Number.NEGATIVE_INFINITY;

  /** @param windows in order of time, not overlapping */
  constructor(windows: readonly Window[]) {
    this.#sums = new WindowSums(windows);
  }

  take({ firstMs, stepMs, values }: Readings): void {
    let untilMs = this.#untilMs;
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? Number.NaN;
      const timeMs = firstMs + index * stepMs;
      if (Number.isNaN(value) || timeMs < untilMs) continue;
      untilMs = timeMs + stepMs;
      this.#sums.spread(timeMs, untilMs, value / 1000);
    }
    this.#untilMs = untilMs;
  }

  portions(): Portion[] {
    return this.#sums.portions();
  }
}

class WindowSums {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #joules: Float64Array;
  readonly #coveredMs: Float64Array;
  /** Windows before it end before anything that is still to come. */
  #first = 0;

  constructor(windows: readonly Window[]) {
    this.#starts = Float64Array.from(windows, ({ startMs }) => startMs);
    this.#ends = Float64Array.from(windows, ({ endMs }) => endMs);
    this.#joules = new Float64Array(windows.length);
    this.#coveredMs = new Float64Array(windows.length);
  }

  /** Time only goes forward: no stretch begins before the one told last. */
  spread(startMs: number, endMs: number, joulesPerMs: number): void {
    while (startMs >= (this.#ends[this.#first] ?? Number.POSITIVE_INFINITY)) this.#first += 1;
    for (let index = this.#first; index < this.#ends.length; index += 1) {
      const windowMs = this.#starts[index] ?? 0;
      if (windowMs >= endMs) return;
      const overlapMs = Math.min(endMs, this.#ends[index] ?? 0) - Math.max(startMs, windowMs);
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
