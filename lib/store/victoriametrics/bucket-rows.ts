import { seriesKey } from '#lib/model/series-key.ts';
import type { BucketGrid } from '../bucket-grid.ts';
import { duration } from './metricsql.ts';
import type { BucketRow, VictoriaClient } from './victoria-client.ts';

/** What an answer is about; the last bucket may be cut before it is full. */
export interface BucketRange {
  readonly grid: BucketGrid;
  /** Whole milliseconds, exclusive. */
  readonly endMs: number;
}

/**
 * Evaluates an expression for each bucket.
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
  // A single bucket is one question as well, and its width need not be a round one.
  const isCut = endMs < startMs + buckets * stepMs || buckets === 1;
  const whole = { ...grid, buckets: isCut ? buckets - 1 : buckets };
  const cutMs = startMs + whole.buckets * stepMs;
  const [found, tail] = await Promise.all([
    whole.buckets === 0 ? [] : client.range(expression(duration(stepMs)), whole, signal),
    isCut ? client.instant(expression(duration(endMs - cutMs)), endMs, signal) : [],
  ]);
  if (!isCut) return found;
  const rows = new Map(found.map((row) => [seriesKey(row.labels), row]));
  for (const { labels, value } of tail) {
    const key = seriesKey(labels);
    const row = rows.get(key) ?? { labels, values: new Array<null>(buckets).fill(null) };
    rows.set(key, row);
    row.values[buckets - 1] = value;
  }
  for (const { values } of found) values[buckets - 1] ??= null;
  return [...rows.values()];
}
