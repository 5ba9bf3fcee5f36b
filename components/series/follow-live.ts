import type { SeriesBuffer } from '#components/charts/series-buffer.ts';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import type { LiveConnection } from '#components/live/live-connection.ts';
import { lineValue, liveField, newestSampleMs, placesOf } from './line-value.ts';
import { Cadence } from './mend-gaps.ts';
import { groupByQuestion, type SeriesLine } from './series-line.ts';

/**
 * Appends what arrives to the buffer, in buckets as wide as those of the history before it.
 *
 * @param onGap called when samples that came regularly have been left out
 */
export function followLive(
  connection: Pick<LiveConnection, 'subscribe'>,
  lines: readonly SeriesLine[],
  buffer: SeriesBuffer,
  stepMs: () => number,
  onGap: () => void = () => undefined,
): () => void {
  const stops = groupByQuestion(lines).map((group) => {
    const [first] = group;
    if (!first) return () => undefined;
    const { measurement, match } = first.line;
    const append = appender(group, lines.length, buffer, { stepMs, onGap });
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
  readonly sum: number;
  readonly count: number;
}

/** What a line has had so far: a frame also carries the old values of what was not read again. */
interface LineState {
  readonly sampleMs: number;
  readonly bucket: Bucket | null;
}

function appender(
  group: readonly { readonly line: SeriesLine; readonly place: number }[],
  lineCount: number,
  buffer: SeriesBuffer,
  { stepMs, onGap }: { readonly stepMs: () => number; readonly onGap: () => void },
): (update: FrameUpdate) => void {
  const states = group.map((): LineState => ({ sampleMs: 0, bucket: null }));
  const cadences = group.map(() => new Cadence());
  const places = group.map(({ line }) => placesOf(line.entity));
  return (update) => {
    const newestMs = newestSampleMs(update);
    const rows = new Map<number, (number | null)[]>();
    for (const [index, { line, place }] of group.entries()) {
      const own = places[index]?.(update);
      const sampleMs = own ? newestSampleMs(update, own) : newestMs;
      const state = states[index];
      if (!state || sampleMs <= state.sampleMs) continue;
      if (cadences[index]?.note(sampleMs) === true) onGap();
      const timeMs = Math.floor(sampleMs / stepMs()) * stepMs();
      const bucket = intoBucket(state.bucket, timeMs, lineValue(line, update, own));
      states[index] = { sampleMs, bucket };
      const row = rows.get(timeMs) ?? new Array<number | null>(lineCount).fill(null);
      row[place] = bucket.count === 0 ? null : bucket.sum / bucket.count;
      rows.set(timeMs, row);
    }
    for (const [timeMs, row] of rows) buffer.put(timeMs, row);
  };
}

/** The bucket of that time with the value in it; null = nothing to add. */
function intoBucket(before: Bucket | null, timeMs: number, value: number | null): Bucket {
  const bucket = before?.timeMs === timeMs ? before : { timeMs, sum: 0, count: 0 };
  if (value === null) return bucket;
  return { timeMs, sum: bucket.sum + value, count: bucket.count + 1 };
}
