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
  /** One a field: no value of any place is older than this. Times only grow, so it stays true. */
  readonly leastMs: Float64Array;
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
    leastMs: new Float64Array(fields).fill(Number.NEGATIVE_INFINITY),
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
  const { sampleTimesMs, columns, leastMs } = picture;
  const located = locate(picture, places, table);
  const { rows, oldestMs, newestMs, latestOldestMs } = located;
  const isWhole = places.length === picture.rows.length;
  let hasTimes = false;
  for (const [index, field] of fields.entries()) {
    const values = columns[index];
    if (!values) continue;
    const reader = readField(table, field);
    const reading = { rows, places, oldestMs, newestMs, values };
    if (hasTimes && reader.copyInto && (leastMs[index] ?? 0) >= latestOldestMs) {
      reader.copyInto(reading);
    } else {
      const least = reader.readInto(reading);
      if (isWhole) leastMs[index] = least;
      hasTimes ||= hasAllTimes(located);
    }
  }
  for (let index = 0; index < places.length; index += 1) {
    // Every time is later than zero, which stands for none.
    sampleTimesMs[places[index] ?? 0] = newestMs[index] || Number.NaN;
  }
}

interface Located {
  readonly rows: Int32Array;
  /** Of each row: its newest sample of any field, the oldest that counts, the newest found so far. */
  readonly limitMs: Float64Array;
  readonly oldestMs: Float64Array;
  readonly newestMs: Float64Array;
  /** The latest of `oldestMs`. */
  readonly latestOldestMs: number;
}

function locate(
  picture: Picture,
  places: Int32Array,
  table: MeasurementTable | undefined,
): Located {
  const count = places.length;
  const rows = new Int32Array(count);
  const limitMs = new Float64Array(count);
  const oldestMs = new Float64Array(count);
  let latestOldestMs = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < count; index += 1) {
    const row = picture.rows[places[index] ?? 0] ?? 0;
    const limit = table?.newestMsAt(row) ?? 0;
    const oldest = limit - fieldGapMs;
    rows[index] = row;
    limitMs[index] = limit;
    oldestMs[index] = oldest;
    if (oldest > latestOldestMs) latestOldestMs = oldest;
  }
  return { rows, limitMs, oldestMs, newestMs: new Float64Array(count), latestOldestMs };
}

/** No field can have a later sample than what was found already. */
function hasAllTimes({ limitMs, newestMs }: Located): boolean {
  for (let index = 0; index < limitMs.length; index += 1) {
    if (newestMs[index] !== limitMs[index]) return false;
  }
  return true;
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
