import type { SampleValue } from '#lib/store/store.ts';

/** Two values further apart than this say nothing about the rate of now. */
const longestRateGapMs = 600_000;

/** Which rows of a table are read, and where what they have is put. */
export interface ColumnReading {
  readonly rows: Int32Array;
  /** Place of each row among the values. */
  readonly places: Int32Array;
  /** For each row: a value older than this is a gap. */
  readonly oldestMs: Float64Array;
  /** For each row: moved on to the time of the value where that is later. */
  readonly newestMs: Float64Array;
  /** By place; NaN = gap. */
  readonly values: Float32Array | Float64Array;
}

/**
 * Newest value of one field for every row of a measurement, and the one before it. A 64-bit
 * integer is kept as a double: live values are for looking at, the store has every bit.
 */
export class LatestColumn {
  #values: Float64Array;
  #times: Float64Array;
  #olderValues: Float64Array;
  #olderTimes: Float64Array;
  readonly #texts = new Map<number, string>();
  readonly #booleans = new Set<number>();

  constructor(capacity: number) {
    this.#values = fill(capacity, Number.NaN);
    this.#times = fill(capacity, Number.NEGATIVE_INFINITY);
    this.#olderValues = fill(capacity, Number.NaN);
    this.#olderTimes = fill(capacity, Number.NEGATIVE_INFINITY);
  }

  /** Changes nothing when the row has a newer value. True when it was taken. */
  setNumber(row: number, value: number, timeMs: number, isBoolean: boolean): boolean {
    if (!this.#advance(row, value, timeMs)) return false;
    if (this.#texts.size > 0) this.#texts.delete(row);
    if (isBoolean) this.#booleans.add(row);
    else if (this.#booleans.size > 0) this.#booleans.delete(row);
    return true;
  }

  setText(row: number, value: string, timeMs: number): boolean {
    if (!this.#advance(row, Number.NaN, timeMs)) return false;
    this.#texts.set(row, value);
    this.#booleans.delete(row);
    return true;
  }

  /** Increase per second between the two newest values; a reset counts from zero. NaN = unknown. */
  rateAt(row: number): number {
    const elapsedMs = this.timeAt(row) - at(this.#olderTimes, row);
    if (!(elapsedMs <= longestRateGapMs)) return Number.NaN;
    const before = at(this.#olderValues, row);
    const now = at(this.#values, row);
    return ((now < before ? now : now - before) / elapsedMs) * 1000;
  }

  valueAt(row: number): SampleValue {
    const text = this.#texts.get(row);
    if (text !== undefined) return text;
    const value = at(this.#values, row);
    if (Number.isNaN(value)) return null;
    return this.#booleans.has(row) ? value === 1 : value;
  }

  /** -Infinity = never. */
  timeAt(row: number): number {
    return at(this.#times, row);
  }

  /**
   * Reads many rows at once; a text is a gap.
   *
   * @returns the least time of a value that was read
   */
  readNumbers({ rows, places, oldestMs, newestMs, values }: ColumnReading): number {
    const [known, times] = [this.#values, this.#times];
    const count = rows.length;
    let leastMs = Number.POSITIVE_INFINITY;
    for (let index = 0; index < count; index += 1) {
      const row = rows[index] ?? 0;
      const place = places[index] ?? 0;
      const time = times[row] ?? Number.NaN;
      if (time < leastMs && time > 0) leastMs = time;
      if (time >= (oldestMs[index] ?? 0)) {
        values[place] = known[row] ?? Number.NaN;
        if (time > (newestMs[index] ?? 0)) newestMs[index] = time;
      } else {
        values[place] = Number.NaN;
      }
    }
    return leastMs;
  }

  /** The same where no value is too old: three times as fast. */
  copyNumbers({ rows, places, values }: Pick<ColumnReading, 'rows' | 'places' | 'values'>): void {
    const known = this.#values;
    const count = rows.length;
    for (let index = 0; index < count; index += 1) {
      values[places[index] ?? 0] = known[rows[index] ?? 0] ?? Number.NaN;
    }
  }

  /** The rates of many rows at once. */
  readRates({ rows, places, oldestMs, newestMs, values }: ColumnReading): void {
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index] ?? 0;
      const time = this.timeAt(row);
      const isCurrent = time >= at(oldestMs, index);
      values[places[index] ?? 0] = isCurrent ? this.rateAt(row) : Number.NaN;
      if (isCurrent && time > at(newestMs, index)) newestMs[index] = time;
    }
  }

  clear(row: number): void {
    this.#values[row] = Number.NaN;
    this.#times[row] = Number.NEGATIVE_INFINITY;
    this.#olderValues[row] = Number.NaN;
    this.#olderTimes[row] = Number.NEGATIVE_INFINITY;
    this.#texts.delete(row);
    this.#booleans.delete(row);
  }

  grow(capacity: number): void {
    this.#values = extend(this.#values, capacity, Number.NaN);
    this.#times = extend(this.#times, capacity, Number.NEGATIVE_INFINITY);
    this.#olderValues = extend(this.#olderValues, capacity, Number.NaN);
    this.#olderTimes = extend(this.#olderTimes, capacity, Number.NEGATIVE_INFINITY);
  }

  #advance(row: number, value: number, timeMs: number): boolean {
    const known = this.timeAt(row);
    if (timeMs < known) return false;
    if (timeMs > known) {
      this.#olderValues[row] = at(this.#values, row);
      this.#olderTimes[row] = known;
    }
    this.#values[row] = value;
    this.#times[row] = timeMs;
    return true;
  }
}

/** Rows are handed out by the table, which grows its columns first. One kind of array: V8 counts. */
function at(array: Float64Array, index: number): number {
  return array[index] ?? Number.NaN;
}

function fill(capacity: number, value: number): Float64Array {
  return new Float64Array(capacity).fill(value);
}

function extend(array: Float64Array, capacity: number, value: number): Float64Array {
  const larger = fill(capacity, value);
  larger.set(array);
  return larger;
}
