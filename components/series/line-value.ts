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
  belongs: (entity: number) => boolean = () => true,
): number {
  let newest = 0;
  update.sampleTimesMs.forEach((time, entity) => {
    if (time > newest && belongs(entity)) newest = time;
  });
  return newest;
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

/** The line's value over all entities of the frame that belong to it and are current; null where none is. */
export function lineValue(
  line: Pick<SeriesLine, 'field' | 'aggregate' | 'across' | 'factor'>,
  update: FrameUpdate,
  belongs: (entity: number) => boolean = () => true,
): number | null {
  const column = update.columns[update.layout.fields.indexOf(liveField(line))];
  if (!column) return null;
  const oldest = update.timeMs - currentMs;
  const current: number[] = [];
  column.forEach((value, entity) => {
    const isCurrent = (update.sampleTimesMs[entity] ?? 0) >= oldest;
    if (!Number.isNaN(value) && isCurrent && belongs(entity)) current.push(value);
  });
  if (current.length === 0) return null;
  return combine(line.across ?? 'sum', current) * (line.factor ?? 1);
}

function combine(across: NonNullable<SeriesLine['across']>, values: readonly number[]): number {
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
