import type { FieldType } from '#lib/model/metric.ts';
import type { ReadLine } from './line-parser.ts';
import type { Column, FieldValue } from '#lib/model/sample.ts';

/** A column while rows are added. Strings grow as they come; the others have room for `capacity` rows. */
export type OpenColumn =
  | { readonly type: 'float'; values: Float64Array; present: Uint8Array }
  | {
      readonly type: 'integer';
      values: BigInt64Array;
      /** The same memory as `values`. */
      words: Uint32Array;
      present: Uint8Array;
    }
  | {
      readonly type: 'unsigned';
      values: BigUint64Array;
      words: Uint32Array;
      present: Uint8Array;
    }
  | { readonly type: 'boolean'; values: Uint8Array; present: Uint8Array }
  | { readonly type: 'string'; values: string[]; present: Uint8Array };

function withWords<A extends ArrayBufferView>(values: A): { values: A; words: Uint32Array } {
  return { values, words: new Uint32Array(values.buffer) };
}

export function openColumn(type: FieldType, capacity: number): OpenColumn {
  const present = new Uint8Array(capacity);
  switch (type) {
    case 'float':
      return { type, values: new Float64Array(capacity), present };
    case 'integer':
      return { type, ...withWords(new BigInt64Array(capacity)), present };
    case 'unsigned':
      return { type, ...withWords(new BigUint64Array(capacity)), present };
    case 'boolean':
      return { type, values: new Uint8Array(capacity), present };
    case 'string':
      return { type, values: [], present };
  }
}

/** Sets a cell; a field of another type than the column's changes nothing. */
export function setCell(column: OpenColumn, row: number, field: FieldValue): void {
  if (column.type === 'float' && field.type === 'float') column.values[row] = field.value;
  else if (column.type === 'integer' && field.type === 'integer') column.values[row] = field.value;
  else if (column.type === 'unsigned' && field.type === 'unsigned')
    column.values[row] = field.value;
  else if (column.type === 'boolean' && field.type === 'boolean')
    column.values[row] = Number(field.value);
  else if (column.type === 'string' && field.type === 'string')
    setText(column.values, row, field.value);
  else return;
  column.present[row] = 1;
}

/** Sets a cell to a field of a line that has the column's type. */
export function setReadCell(column: OpenColumn, row: number, line: ReadLine, field: number): void {
  const value = line.numbers[field] ?? 0;
  column.present[row] = 1;
  switch (column.type) {
    case 'float':
    case 'boolean':
      column.values[row] = value;
      return;
    case 'string':
      setText(column.values, row, line.texts[field] ?? '');
      return;
    default: {
      const whole = line.wholes[field] ?? null;
      if (whole !== null) column.values[row] = whole;
      else setWords(column.words, row, value);
    }
  }
}

/** Writes a whole number as the two halves of 64 bits: a bigint would be garbage a moment later. */
function setWords(words: Uint32Array, row: number, value: number): void {
  words[2 * row] = value;
  words[2 * row + 1] = Math.floor(value / 4_294_967_296);
}

/** Gaps of a string column are empty strings. */
function setText(values: string[], row: number, text: string): void {
  while (values.length < row) values.push('');
  values[row] = text;
}

export function growColumn(column: OpenColumn, capacity: number): void {
  column.present = grown(column.present, new Uint8Array(capacity));
  switch (column.type) {
    case 'float':
      column.values = grown(column.values, new Float64Array(capacity));
      return;
    case 'integer':
      Object.assign(column, withWords(grown(column.values, new BigInt64Array(capacity))));
      return;
    case 'unsigned':
      Object.assign(column, withWords(grown(column.values, new BigUint64Array(capacity))));
      return;
    case 'boolean':
      column.values = grown(column.values, new Uint8Array(capacity));
      return;
    case 'string':
  }
}

/** Copies `from` to the front of `to`. */
export function grown<A>(from: A, to: A & { set(source: NoInfer<A>): void }): A {
  to.set(from);
  return to;
}

/** The finished column: a view of its rows. */
export function closeColumn(column: OpenColumn, rows: number): Column {
  const present = column.present.subarray(0, rows);
  switch (column.type) {
    case 'float':
      return { type: 'float', values: column.values.subarray(0, rows), present };
    case 'integer':
      return { type: 'integer', values: column.values.subarray(0, rows), present };
    case 'unsigned':
      return { type: 'unsigned', values: column.values.subarray(0, rows), present };
    case 'boolean':
      return { type: 'boolean', values: column.values.subarray(0, rows), present };
    case 'string':
      while (column.values.length < rows) column.values.push('');
      return { type: 'string', values: column.values, present };
  }
}
