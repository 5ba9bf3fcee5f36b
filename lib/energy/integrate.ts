import type { Window } from './calendar-day.ts';

/** Energy of one series in one window. */
export interface Portion {
  /** null where nothing is known: unknown is not zero. */
  readonly joules: number | null;
  /** How much of the window the figure rests on. */
  readonly coveredMs: number;
}

export interface Reading {
  readonly timeMs: number;
  /** null = gap. */
  readonly value: number | null;
}

/**
 * Energy from a counter of joules: the increase between readings, each spread evenly over the time
 * between them. A counter that went back was reset and counts from zero. Readings further apart
 * than `maxGapMs` are not joined: what lies between them is not covered.
 * @param readings in order of time
 * @param windows in order of time, not overlapping
 */
export function counterEnergy(
  readings: readonly Reading[],
  windows: readonly Window[],
  maxGapMs: number,
): Portion[] {
  const sums = windows.map(() => ({ joules: 0, coveredMs: 0 }));
  let last: { timeMs: number; value: number } | null = null;
  for (const { timeMs, value } of readings) {
    if (value === null) continue;
    if (last && timeMs > last.timeMs && timeMs - last.timeMs <= maxGapMs) {
      const increase = value >= last.value ? value - last.value : value;
      spread(sums, windows, last.timeMs, timeMs, increase / (timeMs - last.timeMs));
    }
    last = { timeMs, value };
  }
  return sums.map(portion);
}

/**
 * Energy from power: the mean of each bucket over the length of the bucket. A bucket without a
 * value is not covered, and nothing is drawn across it.
 * @param means mean watts of buckets `stepMs` long, by the time they start
 */
export function powerEnergy(
  means: readonly Reading[],
  windows: readonly Window[],
  stepMs: number,
): Portion[] {
  const sums = windows.map(() => ({ joules: 0, coveredMs: 0 }));
  for (const { timeMs, value } of means) {
    if (value !== null) spread(sums, windows, timeMs, timeMs + stepMs, value / 1000);
  }
  return sums.map(portion);
}

function spread(
  sums: { joules: number; coveredMs: number }[],
  windows: readonly Window[],
  startMs: number,
  endMs: number,
  joulesPerMs: number,
): void {
  windows.forEach((window, index) => {
    const sum = sums[index];
    const overlapMs = Math.min(endMs, window.endMs) - Math.max(startMs, window.startMs);
    if (sum === undefined || overlapMs <= 0) return;
    sum.joules += joulesPerMs * overlapMs;
    sum.coveredMs += overlapMs;
  });
}

function portion({ joules, coveredMs }: { joules: number; coveredMs: number }): Portion {
  return { joules: coveredMs === 0 ? null : joules, coveredMs };
}
