import type { Entity } from './entity-list.ts';
import type { FieldReader } from './field-reader.ts';

/** Newest values of a layout's entities at one moment. */
export interface Frame {
  readonly layout: number;
  readonly seq: number;
  readonly timeMs: number;
  /** Newest sample of each entity among the fields asked for; NaN = none. */
  readonly sampleTimesMs: Float64Array;
  /** One a field, NaN = gap. */
  readonly columns: readonly Float64Array[];
}

export function makeFrame(
  mark: Pick<Frame, 'layout' | 'seq' | 'timeMs'>,
  entities: readonly Entity[],
  readers: readonly FieldReader[],
): Frame {
  const sampleTimesMs = new Float64Array(entities.length).fill(Number.NaN);
  const columns = readers.map((reader) => {
    const column = new Float64Array(entities.length);
    entities.forEach((entity, index) => {
      column[index] = reader.number(entity);
      const time = reader.time(entity);
      if (!(time <= (sampleTimesMs[index] ?? 0)) && time > 0) sampleTimesMs[index] = time;
    });
    return column;
  });
  return { ...mark, sampleTimesMs, columns };
}

/** The JSON frame from `layout` on: the same for every subscription of a shape. */
export function encodeJsonTail(frame: Frame): string {
  const { layout, seq, timeMs, columns, sampleTimesMs } = frame;
  // JSON has no NaN: it becomes null, which is how a gap is written.
  const values = columns.map((column) => Array.from(column));
  const sampleTimes = Array.from(sampleTimesMs, Math.round);
  return JSON.stringify({ layout, seq, time: timeMs, values, sampleTimes }).slice(1);
}
