import { fieldGapMs, readField } from './field-reader.ts';
import type { MeasurementTable } from './measurement-table.ts';

/** Newest values of the entities of one layout, kept from frame to frame. */
export interface Picture {
  /** Row of the table at each place. */
  readonly rows: Uint32Array;
  /** Newest sample of each entity among the fields asked for, epoch milliseconds; NaN = none. */
  readonly sampleTimesMs: Float64Array;
  /** One a field, NaN = gap. */
  readonly columns: readonly (Float32Array | Float64Array)[];
}

/** @param digits `all` where the values are written out as text */
export function createPicture(
  rows: Uint32Array,
  fields: number,
  digits: 'all' | 'float32',
): Picture {
  const column = () =>
    digits === 'all' ? new Float64Array(rows.length) : new Float32Array(rows.length);
  return {
    rows,
    sampleTimesMs: new Float64Array(rows.length).fill(Number.NaN),
    columns: Array.from({ length: fields }, column),
  };
}

/** Reads what the table knows at these places. */
export function updatePicture(
  picture: Picture,
  places: Uint32Array,
  table: MeasurementTable | undefined,
  fields: readonly string[],
): void {
  const { columns, sampleTimesMs } = picture;
  const rows = new Uint32Array(places.length);
  const oldestMs = new Float64Array(places.length);
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    const row = picture.rows[place] ?? 0;
    rows[index] = row;
    oldestMs[index] = (table?.newestMsAt(row) ?? 0) - fieldGapMs;
    // Not NaN yet: every time has to be later than this.
    sampleTimesMs[place] = 0;
  }
  for (const [index, field] of fields.entries()) {
    const values = columns[index];
    const reader = readField(table, field);
    if (values) reader.readInto({ places, rows, oldestMs, values, sampleTimesMs });
  }
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    if (sampleTimesMs[place] === 0) sampleTimesMs[place] = Number.NaN;
  }
}

/** Places of the rows that have been marked after `change`. */
export function placesChangedAfter(
  { rows }: Picture,
  table: MeasurementTable | undefined,
  change: number,
): Uint32Array {
  if (!table) return new Uint32Array();
  const { changedAt } = table.marks;
  const places = new Uint32Array(rows.length);
  let count = 0;
  for (let place = 0; place < rows.length; place += 1) {
    if (!((changedAt[rows[place] ?? 0] ?? 0) > change)) continue;
    places[count] = place;
    count += 1;
  }
  return places.subarray(0, count);
}
