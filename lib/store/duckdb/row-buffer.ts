import type { Column } from '#lib/model/sample.ts';
import type { StoredField } from './catalog.ts';

/** Rows of one partition on their way to the file, column by column. */
export class RowBuffer {
  readonly columns = new Map<StoredField, GrowingColumn>();
  series = new Int32Array(64);
  timeNs = new BigInt64Array(64);
  rows = 0;

  /** Adds a row without values and answers its index. */
  push(seriesId: number, timeNs: bigint): number {
    if (this.rows === this.series.length) this.#grow();
    this.series[this.rows] = seriesId;
    this.timeNs[this.rows] = timeNs;
    this.rows += 1;
    return this.rows - 1;
  }

  /** The column of a field, made when first asked for and as long as the buffer has rows. */
  column(field: StoredField): GrowingColumn {
    let column = this.columns.get(field);
    if (!column) {
      column = emptyColumn(field.type, this.series.length);
      this.columns.set(field, column);
    }
    if (column.present.length < this.rows) {
      column = widen(column, this.series.length);
      this.columns.set(field, column);
    }
    return column;
  }

  /** Some of the rows, in the order given. */
  pick(chosen: readonly number[]): RowBuffer {
    const picked = new RowBuffer();
    for (const row of chosen) picked.push(this.series[row] ?? 0, this.timeNs[row] ?? 0n);
    for (const [field, column] of this.columns) {
      const to = picked.column(field);
      chosen.forEach((row, target) => copyCell(column, row, to, target));
    }
    return picked;
  }

  #grow(): void {
    const length = this.series.length * 4;
    this.series = copyInto(new Int32Array(length), this.series);
    this.timeNs = copyInto(new BigInt64Array(length), this.timeNs);
  }
}

/** A `Column` that is written to, longer than its rows. */
export type GrowingColumn =
  | Exclude<Column, { type: 'string' }>
  | { readonly type: 'string'; readonly values: string[]; readonly present: Uint8Array };

/** Copies one cell where there is a value; both columns have the same type. */
export function copyCell(from: Column, row: number, to: GrowingColumn, target: number): void {
  if (from.present[row] !== 1) return;
  to.present[target] = 1;
  const value = from.values[row];
  if (value !== undefined) (to.values as (typeof value)[])[target] = value;
}

/** Copies a whole column behind `first`; both have the same type. Cells of gaps mean nothing. */
export function copyRun(from: Column, to: GrowingColumn, first: number): void {
  to.present.set(from.present, first);
  if (from.type === 'string') {
    if (to.type !== 'string') return;
    for (let row = 0; row < from.present.length; row += 1) {
      if (from.present[row] === 1) to.values[first + row] = from.values[row] ?? '';
    }
  } else setAll(to, from.values, first);
}

/** Both are typed arrays of one kind, as their columns have one type. */
function setAll(
  to: GrowingColumn,
  values: Exclude<Column['values'], readonly string[]>,
  at: number,
) {
  (to.values as { set(values: unknown, at: number): void }).set(values, at);
}

function emptyColumn(type: GrowingColumn['type'], length: number): GrowingColumn {
  const present = new Uint8Array(length);
  switch (type) {
    case 'float':
      return { type, present, values: new Float64Array(length) };
    case 'integer':
      return { type, present, values: new BigInt64Array(length) };
    case 'unsigned':
      return { type, present, values: new BigUint64Array(length) };
    case 'boolean':
      return { type, present, values: new Uint8Array(length) };
    case 'string':
      return { type, present, values: [] };
  }
}

function widen(column: GrowingColumn, length: number): GrowingColumn {
  const present = copyInto(new Uint8Array(length), column.present);
  switch (column.type) {
    case 'float':
      return { ...column, present, values: copyInto(new Float64Array(length), column.values) };
    case 'integer':
      return { ...column, present, values: copyInto(new BigInt64Array(length), column.values) };
    case 'unsigned':
      return { ...column, present, values: copyInto(new BigUint64Array(length), column.values) };
    case 'boolean':
      return { ...column, present, values: copyInto(new Uint8Array(length), column.values) };
    case 'string':
      return { ...column, present };
  }
}

export function copyInto<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from);
  return to;
}
