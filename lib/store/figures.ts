/**
 * What is known of one field over a stretch of time, down to a single sample. Figures of
 * neighbouring stretches combine; times are epoch milliseconds.
 */
export interface Figures {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
  readonly last: number;
  readonly first: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Increase from the first value to the last, a reset counting from zero. */
  readonly inner: number;
}

export function figuresOfSample(value: number, atMs: number): Figures {
  return {
    min: value,
    max: value,
    sum: value,
    count: 1,
    last: value,
    first: value,
    firstAtMs: atMs,
    lastAtMs: atMs,
    inner: 0,
  };
}

/** @param later of a stretch that begins where `earlier` ends, or after it */
export function combineFigures(earlier: Figures, later: Figures): Figures {
  return {
    min: Math.min(earlier.min, later.min),
    max: Math.max(earlier.max, later.max),
    sum: earlier.sum + later.sum,
    count: earlier.count + later.count,
    last: later.last,
    first: earlier.first,
    firstAtMs: earlier.firstAtMs,
    lastAtMs: later.lastAtMs,
    inner: earlier.inner + gain(earlier.last, later.first) + later.inner,
  };
}

/** Increase of a counter from one value to the next; one that fell began again from zero. */
export function gain(before: number, value: number): number {
  return value >= before ? value - before : value;
}
