import type { BucketGrid } from '../bucket-grid.ts';
import { duration } from './metricsql.ts';
import type { Labels, VictoriaClient } from './victoria-client.ts';

/** Values of one series of an answer, one a bucket. */
export interface BucketRow {
  readonly labels: Labels;
  readonly values: (number | null)[];
}

/** Whole milliseconds that an answer is about; the last bucket may end with it before it is full. */
export interface BucketRange {
  readonly grid: BucketGrid;
  /** Exclusive. */
  readonly endMs: number;
}

/**
 * Evaluates an expression for each bucket. A window of MetricsQL is open at its start and closed at
 * its end, so the one of a bucket ends at the bucket's last millisecond.
 *
 * @param expression of the width of its window
 */
export async function readBuckets(
  client: VictoriaClient,
  { grid, endMs }: BucketRange,
  expression: (window: string) => string,
  signal: AbortSignal,
): Promise<BucketRow[]> {
  const { startMs, stepMs, buckets } = grid;
  const isCut = endMs < startMs + buckets * stepMs;
  const whole = isCut ? buckets - 1 : buckets;
  const cutMs = startMs + whole * stepMs;
  const [found, tail] = await Promise.all([
    whole === 0
      ? []
      : client.range(
          expression(duration(stepMs)),
          { firstMs: startMs + stepMs - 1, lastMs: cutMs - 1, stepMs },
          signal,
        ),
    isCut ? client.instant(expression(duration(endMs - cutMs)), endMs - 1, signal) : [],
  ]);
  const rows = new Map<string, BucketRow>();
  const rowOf = (labels: Labels): BucketRow => {
    const key = JSON.stringify(labels);
    const row = rows.get(key) ?? { labels, values: new Array<number | null>(buckets).fill(null) };
    rows.set(key, row);
    return row;
  };
  for (const { labels, points } of found) {
    const { values } = rowOf(labels);
    for (const [timeMs, value] of points) values[(timeMs + 1 - startMs) / stepMs - 1] = value;
  }
  for (const { labels, value } of tail) rowOf(labels).values[buckets - 1] = value;
  return [...rows.values()];
}
