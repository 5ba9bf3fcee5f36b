import { fieldGapMs, readField } from './field-reader.ts';
import type { MeasurementTable } from './measurement-table.ts';

/** Newest values of the entities of one layout, kept from frame to frame. */
export interface Picture {
  /** Row of the table at each place. */
  readonly rows: Int32Array;
  /** Every place, in the order of the rows: so the table, which is larger, is read from end to end. */
  readonly places: Int32Array;
  /** Newest sample of each entity among the fields asked for, epoch milliseconds; NaN = none. */
  readonly sampleTimesMs: Float64Array;
  /** One a field, NaN = gap. */
  readonly columns: readonly (Float32Array | Float64Array)[];
}

/** @param digits `all` where the values are written out as text */
export function createPicture(
  rows: Int32Array,
  fields: number,
  digits: 'all' | 'float32',
): Picture {
  const column = () =>
    digits === 'all' ? new Float64Array(rows.length) : new Float32Array(rows.length);
  return {
    rows,
    places: placesByRow(rows),
    sampleTimesMs: new Float64Array(rows.length).fill(Number.NaN),
    columns: Array.from({ length: fields }, column),
  };
}

function placesByRow(rows: Int32Array): Int32Array {
  const last = rows.reduce((most, row) => Math.max(most, row), 0);
  const placeOf = new Int32Array(last + 1).fill(-1);
  for (const [place, row] of rows.entries()) placeOf[row] = place;
  return Int32Array.from(placeOf.filter((place) => place >= 0));
}

/** Reads what the table knows at these places. */
export function updatePicture(
  picture: Picture,
  places: Int32Array,
  table: MeasurementTable | undefined,
  fields: readonly string[],
): void {
  const rows = new Int32Array(places.length);
  const newestMs = new Float64Array(places.length);
  const oldestMs = new Float64Array(places.length);
  for (let index = 0; index < places.length; index += 1) {
    const row = picture.rows[places[index] ?? 0] ?? 0;
    rows[index] = row;
    oldestMs[index] = (table?.newestMsAt(row) ?? 0) - fieldGapMs;
  }
  for (const [index, field] of fields.entries()) {
    const values = picture.columns[index];
    if (values) readField(table, field).readInto({ rows, places, oldestMs, newestMs, values });
  }
  for (let index = 0; index < places.length; index += 1) {
    // Every time is later than zero, which stands for none.
    picture.sampleTimesMs[places[index] ?? 0] = newestMs[index] || Number.NaN;
  }
}

/** Places of the rows that have been marked after `change`. */
export function placesChangedAfter(
  { rows, places }: Picture,
  table: MeasurementTable | undefined,
  change: number,
): Int32Array {
  if (!table) return new Int32Array();
  const { changedAt } = table.marks;
  const changed = new Int32Array(places.length);
  let count = 0;
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    if (!((changedAt[rows[place] ?? 0] ?? 0) > change)) continue;
    changed[count] = place;
    count += 1;
  }
  return changed.subarray(0, count);
}
