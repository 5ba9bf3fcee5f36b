import {
  BIGINT,
  DuckDBDataChunk,
  INTEGER,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBVector,
} from '@duckdb/node-api';
import type { StoredField } from './catalog.ts';
import { columnTypes } from './field-type.ts';
import type { GrowingColumn, RowBuffer } from './row-buffer.ts';

/** The most rows a data chunk holds. */
const chunkRows = 2_048;

/**
 * Appends a buffer to a table that has the columns series, ts and then one for each of `fields`.
 * The appender lives only inside this call: an ALTER TABLE would lose what an open one holds.
 */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  buffer: RowBuffer,
  fields: readonly StoredField[],
): Promise<void> {
  const appender = await connection.createAppender(table);
  try {
    for (let from = 0; from < buffer.rows; from += chunkRows) {
      appendChunk(appender, buffer, fields, from, Math.min(chunkRows, buffer.rows - from));
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function appendChunk(
  appender: DuckDBAppender,
  buffer: RowBuffer,
  fields: readonly StoredField[],
  from: number,
  rows: number,
): void {
  const types = fields.map((field) => columnTypes[field.type]);
  const chunk = DuckDBDataChunk.create([INTEGER, BIGINT, ...types], rows);
  fillNumbers(chunk.getColumnVector(0), buffer.series.subarray(from, from + rows));
  fillNumbers(chunk.getColumnVector(1), buffer.timeNs.subarray(from, from + rows));
  fields.forEach((field, index) => {
    const vector = chunk.getColumnVector(index + 2);
    const column = buffer.columns.has(field) ? buffer.column(field) : null;
    if (!column) fillItems(vector, rows, () => null);
    else if (column.type === 'string' || column.type === 'boolean') {
      fillItems(vector, rows, (row) => cell(column, from + row));
    } else fillColumn(vector, column, from, rows);
  });
  appender.appendDataChunk(chunk);
}

function fillColumn(
  vector: DuckDBVector,
  column: Exclude<GrowingColumn, { type: 'string' | 'boolean' }>,
  from: number,
  rows: number,
): void {
  numbersOf(vector).set(column.values.subarray(from, from + rows));
  for (let row = 0; row < rows; row += 1) {
    if (column.present[from + row] !== 1) setItem(vector, row, null);
  }
  vector.flush();
}

function fillItems(
  vector: DuckDBVector,
  rows: number,
  value: (row: number) => string | boolean | null,
): void {
  for (let row = 0; row < rows; row += 1) setItem(vector, row, value(row));
  vector.flush();
}

function fillNumbers(vector: DuckDBVector, values: Int32Array | BigInt64Array): void {
  numbersOf(vector).set(values);
  vector.flush();
}

function cell(
  column: Extract<GrowingColumn, { type: 'string' | 'boolean' }>,
  row: number,
): string | boolean | null {
  if (column.present[row] !== 1) return null;
  return column.type === 'boolean' ? column.values[row] === 1 : (column.values[row] ?? null);
}

type Numbers = Int32Array | Float64Array | BigInt64Array | BigUint64Array;

/** Vectors of fixed-width numbers keep them in a typed array; `columnTypes` picks only those. */
function numbersOf(vector: DuckDBVector): { set(values: Numbers): void } {
  return (vector as unknown as { items: { set(values: Numbers): void } }).items;
}

/** Every vector class can set an item; the declared base class does not say so. */
function setItem(vector: DuckDBVector, row: number, value: string | boolean | null): void {
  (vector as unknown as { setItem(row: number, value: unknown): void }).setItem(row, value);
}
