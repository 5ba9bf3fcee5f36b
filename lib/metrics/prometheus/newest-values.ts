import type { Tags } from '#lib/model/sample.ts';

/** Newest values in memory: the server's live hub has them of a fleet, an agent of its host. */
export interface NewestValues {
  series(measurement: string): readonly NewestSeries[];
  /**
   * The series that have a value of one of these fields; `rate(field)` is what a counter grows by
   * in a second. `tags` is the very object that `series` gives.
   */
  rows(measurement: string, fields: readonly string[]): readonly NewestRow[];
}

export interface NewestSeries {
  readonly tags: Tags;
  /** Time of its newest sample. */
  readonly newestMs: number;
}

export interface NewestRow {
  readonly tags: Tags;
  /** Time of the newest of the values. */
  readonly timeMs: number;
  /** In the order of the fields; null = a gap. */
  readonly values: readonly (number | bigint | string | boolean | null)[];
}

/** What is older is not exposed: Prometheus would take it for a reading of now. */
export const staleAfterMs = 60_000;
