import type { FrameUpdate } from '#components/live/frame-book.ts';
import type { SeriesLine } from './series-line.ts';

/** A sample older than this when its frame is made is not part of "now". */
export const currentMs = 15_000;

/** The name under which the stream carries the line's field. */
export function liveField(line: Pick<SeriesLine, 'field' | 'aggregate'>): string {
  return line.aggregate === 'rate' ? `rate(${line.field})` : line.field;
}

/** Epoch milliseconds of the newest sample of the frame; 0 where there is none. */
export function newestSampleMs(
  update: FrameUpdate,
  places: Iterable<number> = update.sampleTimesMs.keys(),
): number {
  let newest = 0;
  for (const place of places) {
    const time = update.sampleTimesMs[place] ?? 0;
    // NaN, never heard of, is not greater than anything.
    if (time > newest) newest = time;
  }
  return newest;
}

/** The same, looked up once for each layout: frames come every second, layouts hardly ever. */
export function placesOf(
  tags: Readonly<Record<string, string>> | undefined,
): (update: FrameUpdate) => ReadonlySet<number> | undefined {
  let layout: object | null = null;
  let places: ReadonlySet<number> | undefined;
  return (update) => {
    if (tags && layout !== update.layout) {
      layout = update.layout;
      places = entitiesWith(update, tags);
    }
    return places;
  };
}

/** Places in the frame of the entities that have all these tags. */
export function entitiesWith(
  update: FrameUpdate,
  tags: Readonly<Record<string, string>>,
): ReadonlySet<number> {
  const wanted = Object.entries(tags);
  const found = new Set<number>();
  update.layout.entities.forEach((entity, place) => {
    if (wanted.every(([name, value]) => entity[name] === value)) found.add(place);
  });
  return found;
}

/**
 * The line's value over the entities at these places that are current, all of them unless said; null
 * where none is.
 */
export function lineValue(
  line: Pick<SeriesLine, 'field' | 'aggregate' | 'across' | 'factor' | 'freshMs'>,
  update: FrameUpdate,
  places: Iterable<number> = update.sampleTimesMs.keys(),
): number | null {
  const column = update.columns[update.layout.fields.indexOf(liveField(line))];
  if (!column) return null;
  const oldest = update.timeMs - (line.freshMs ?? currentMs);
  const current: number[] = [];
  for (const place of places) {
    const value = column[place] ?? Number.NaN;
    const isCurrent = (update.sampleTimesMs[place] ?? 0) >= oldest;
    if (!Number.isNaN(value) && isCurrent) current.push(value);
  }
  if (current.length === 0) return null;
  return combine(line.across ?? 'sum', current) * (line.factor ?? 1);
}

/** Several values as one; there is at least one. */
export function combine(
  across: NonNullable<SeriesLine['across']>,
  values: readonly number[],
): number {
  switch (across) {
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'mean':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
}
