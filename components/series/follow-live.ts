import type { SeriesBuffer } from '#components/charts/series-buffer.ts';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import type { LiveConnection } from '#components/live/live-connection.ts';
import { lineValue, liveField, newestSampleMs, placesOf } from './line-value.ts';
import { groupByQuestion, type SeriesLine } from './series-line.ts';

/** Appends what arrives to the buffer, in buckets as wide as those of the history before it. */
export function followLive(
  connection: Pick<LiveConnection, 'subscribe'>,
  lines: readonly SeriesLine[],
  buffer: SeriesBuffer,
  stepMs: () => number,
): () => void {
  const stops = groupByQuestion(lines).map((group) => {
    const [first] = group;
    if (!first) return () => undefined;
    const { measurement, match } = first.line;
    const append = appender(group, lines.length, buffer, stepMs);
    const fields = [...new Set(group.map(({ line }) => liveField(line)))];
    return connection.subscribe(
      { measurement, fields, ...(match && { match }) },
      { frame: append },
    );
  });
  return () => {
    for (const stop of stops) stop();
  };
}

interface Bucket {
  readonly timeMs: number;
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
}

function appender(
  group: readonly { readonly line: SeriesLine; readonly place: number }[],
  lineCount: number,
  buffer: SeriesBuffer,
  stepMs: () => number,
): (update: FrameUpdate) => void {
  let bucket: Bucket | null = null;
  let lastSampleMs = 0;
  const places = group.map(({ line }) => placesOf(line.entity));
  return (update) => {
    const sampleMs = newestSampleMs(update);
    if (sampleMs <= lastSampleMs) return;
    lastSampleMs = sampleMs;
    const timeMs = Math.floor(sampleMs / stepMs()) * stepMs();
    if (bucket?.timeMs !== timeMs) bucket = emptyBucket(timeMs, group.length);
    const row = new Array<number | null>(lineCount).fill(null);
    for (const [index, { line, place }] of group.entries()) {
      row[place] = intoBucket(bucket, index, lineValue(line, update, places[index]?.(update)));
    }
    buffer.put(timeMs, row);
  };
}

function emptyBucket(timeMs: number, lines: number): Bucket {
  return { timeMs, sums: new Float64Array(lines), counts: new Uint32Array(lines) };
}

/** The mean of what the bucket has so far. */
function intoBucket(bucket: Bucket, index: number, value: number | null): number | null {
  if (value !== null) {
    bucket.sums[index] = (bucket.sums[index] ?? 0) + value;
    bucket.counts[index] = (bucket.counts[index] ?? 0) + 1;
  }
  const count = bucket.counts[index] ?? 0;
  return count === 0 ? null : (bucket.sums[index] ?? 0) / count;
}
