import type { SeriesQuery } from './store.ts';
import { StoreQueryError } from './store-query-error.ts';

/** The most buckets a series may have. */
export const bucketLimit = 11_000;
/** The most series an answer may have: fields times groups. */
export const seriesLimit = 50_000;
/** The most values an answer may have: series times buckets. */
export const valueLimit = 5_000_000;

/** Consecutive buckets of one width; `startMs` is a multiple of `stepMs`. */
export interface BucketGrid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly buckets: number;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Widths that divide a minute, an hour or a day, so that buckets fall on round times. */
const roundStepsMs = [
  ...[1, 2, 5, 10, 15, 20, 30].map((seconds) => seconds * secondMs),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 4, 6, 8, 12, 24].map((hours) => hours * hourMs),
];

/**
 * Width of a bucket for a query: as asked, or the first round one that keeps to the point budget.
 *
 * @throws StoreQueryError when the range or the step cannot be used
 */
export function chooseStepMs(query: SeriesQuery): number {
  const rangeMs = query.endMs - query.startMs;
  if (!Number.isFinite(rangeMs) || rangeMs <= 0) {
    throw new StoreQueryError('range_invalid', 'query series: the end must lie after the start');
  }
  if (query.stepMs === undefined) {
    // One bucket more than the range fills appears when its start is not a multiple of the step.
    const widthMs = rangeMs / Math.max(1, Math.min(query.maxPoints, bucketLimit) - 1);
    const dayMs = 24 * hourMs;
    return roundStepsMs.find((stepMs) => stepMs >= widthMs) ?? Math.ceil(widthMs / dayMs) * dayMs;
  }
  if (!Number.isInteger(query.stepMs) || query.stepMs < 1) {
    throw new StoreQueryError(
      'step_invalid',
      'query series: the step must be a whole number of milliseconds',
    );
  }
  return query.stepMs;
}

/** @throws StoreQueryError when the range has more buckets than a series may have */
export function bucketGrid(query: SeriesQuery, stepMs: number): BucketGrid {
  const startMs = Math.floor(query.startMs / stepMs) * stepMs;
  const buckets = Math.ceil((query.endMs - startMs) / stepMs);
  const limit = query.stepMs === undefined ? bucketLimit : Math.min(query.maxPoints, bucketLimit);
  if (buckets > limit) {
    const seconds = Math.ceil((query.endMs - query.startMs) / limit / 100) / 10;
    throw new StoreQueryError(
      'too_many_points',
      `query series: ${String(buckets)} buckets asked for, at most ${String(limit)} allowed; ask for a step of at least ${String(seconds)} s or a shorter range`,
    );
  }
  return { startMs, stepMs, buckets };
}

/** @throws StoreQueryError when the answer would have more series or values than allowed */
export function checkAnswerSize(grid: BucketGrid, fields: number, groups: number): void {
  const series = fields * groups;
  if (series > seriesLimit) {
    throw new StoreQueryError(
      'too_many_series',
      `query series: ${String(series)} series asked for, at most ${String(seriesLimit)} allowed; narrow the match, ask for fewer fields or group by a tag`,
    );
  }
  if (series * grid.buckets > valueLimit) {
    throw new StoreQueryError(
      'too_many_points',
      `query series: ${String(series * grid.buckets)} values asked for, at most ${String(valueLimit)} allowed; ask for a longer step, a shorter range or fewer series`,
    );
  }
}

export function bucketStarts(grid: BucketGrid): number[] {
  return Array.from({ length: grid.buckets }, (_, index) => grid.startMs + index * grid.stepMs);
}
