import {
  BIGINT,
  DuckDBDataChunk,
  INTEGER,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBVector,
} from '@duckdb/node-api';
import type { StoredField } from './catalog.ts';
import { columnTypes } from './field-type.ts';
import type { GrowingColumn, RowBuffer } from './row-buffer.ts';

/** The most rows a data chunk holds. */
const chunkRows = 2_048;

type Numbers = Int32Array | Float32Array | Float64Array | BigInt64Array | BigUint64Array;

/** A column as it is appended; null stands for one that has gaps only. */
export interface AppendColumn {
  readonly type: DuckDBType;
  readonly values: Numbers | readonly (string | boolean | null)[] | null;
  /** 1 where there is a value; null where there is one in every row. Of numbers only. */
  readonly present: Uint8Array | null;
}

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
  const columns = fields.map((field): AppendColumn => {
    const type = columnTypes[field.type];
    const column = buffer.columns.has(field) ? buffer.column(field) : null;
    return column ? { type, ...appendable(column, buffer.rows) } : { type, ...gaps };
  });
  const keys: AppendColumn[] = [
    { type: INTEGER, values: buffer.series, present: null },
    { type: BIGINT, values: buffer.timeNs, present: null },
  ];
  await appendColumns(connection, table, buffer.rows, [...keys, ...columns]);
}

const gaps = { values: null, present: null };

function appendable(column: GrowingColumn, rows: number): Omit<AppendColumn, 'type'> {
  const { present } = column;
  switch (column.type) {
    case 'string':
      return {
        values: cells(rows, (row) => (present[row] === 1 ? column.values[row] : null)),
        present: null,
      };
    case 'boolean':
      return {
        values: cells(rows, (row) => (present[row] === 1 ? column.values[row] === 1 : null)),
        present: null,
      };
    default:
      return { values: column.values, present };
  }
}

function cells<T>(rows: number, cell: (row: number) => T | null | undefined): (T | null)[] {
  return Array.from({ length: rows }, (_, row) => cell(row) ?? null);
}

/** Appends the first `rows` of every column, in the order of the table's columns. */
export async function appendColumns(
  connection: DuckDBConnection,
  table: string,
  rows: number,
  columns: readonly AppendColumn[],
): Promise<void> {
  const types = columns.map(({ type }) => type);
  const appender = await connection.createAppender(table);
  try {
    for (let from = 0; from < rows; from += chunkRows) {
      const to = Math.min(rows, from + chunkRows);
      const chunk = DuckDBDataChunk.create(types, to - from);
      columns.forEach((column, index) => fill(chunk.getColumnVector(index), column, from, to));
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function fill(vector: DuckDBVector, column: AppendColumn, from: number, to: number): void {
  const { values, present } = column;
  if (values === null) {
    for (let row = from; row < to; row += 1) setItem(vector, row - from, null);
  } else if (ArrayBuffer.isView(values)) {
    numbersOf(vector).set(values.subarray(from, to));
    if (present !== null) {
      for (let row = from; row < to; row += 1) {
        if (present[row] !== 1) setItem(vector, row - from, null);
      }
    }
  } else {
    for (let row = from; row < to; row += 1) setItem(vector, row - from, values[row] ?? null);
  }
  vector.flush();
}

/** Vectors of fixed-width numbers keep them in a typed array; callers give only such types numbers. */
function numbersOf(vector: DuckDBVector): { set(values: Numbers): void } {
  return (vector as unknown as { items: { set(values: Numbers): void } }).items;
}

/** Every vector class can set an item; the declared base class does not say so. */
function setItem(vector: DuckDBVector, row: number, value: string | boolean | null): void {
  (vector as unknown as { setItem(row: number, value: unknown): void }).setItem(row, value);
}
