import type { FieldType } from '#lib/model/metric.ts';
import type { Column, FieldValue, Point, SampleTable } from '#lib/model/sample.ts';
import type { RejectedField } from '../store.ts';
import type { FieldTypes } from './field-types.ts';

/** Points that can be written, and what had to be left out of them. */
export interface Writable {
  readonly points: readonly Point[];
  readonly rejected: readonly RejectedField[];
  /** Fields that the database does not have yet. */
  readonly added: ReadonlyMap<string, FieldType>;
}

const largestInteger = 2n ** 63n - 1n;

/**
 * Checks a table against the types in the database, which would refuse a whole point for one field
 * of another type.
 *
 * @param hasUnsigned false for InfluxDB 1.x, which keeps unsigned numbers as integers
 */
export function writableTable(
  table: SampleTable,
  stored: FieldTypes,
  hasUnsigned: boolean,
): Writable {
  const rejected: RejectedField[] = [];
  const added = new Map<string, FieldType>();
  const accepted: { name: string; column: Column; type: FieldType }[] = [];
  const { measurement } = table;
  for (const [field, column] of Object.entries(table.columns)) {
    const type = column.type === 'unsigned' && !hasUnsigned ? 'integer' : column.type;
    const expected = stored.get(field) ?? type;
    const rows = rejectedRows(column, expected === type ? type : null);
    if (rows > 0) rejected.push({ measurement, field, expected, received: column.type, rows });
    if (expected !== type) continue;
    accepted.push({ name: field, column, type });
    if (!stored.has(field) && column.present.includes(1)) added.set(field, type);
  }
  return { points: [...pointsOf(table, accepted)], rejected, added };
}

/** Values that cannot be stored: all of a column of the wrong type, else those too large for it. */
function rejectedRows(column: Column, type: FieldType | null): number {
  let rows = 0;
  column.present.forEach((present, row) => {
    if (present === 1 && (type === null || !fits(column, row, type))) rows += 1;
  });
  return rows;
}

function fits(column: Column, row: number, type: FieldType): boolean {
  return (
    column.type !== 'unsigned' || type !== 'integer' || (column.values[row] ?? 0n) <= largestInteger
  );
}

function* pointsOf(
  table: SampleTable,
  columns: readonly { name: string; column: Column; type: FieldType }[],
): Generator<Point> {
  for (let row = 0; row < table.timeNs.length; row += 1) {
    const timeNs = table.timeNs[row] ?? 0n;
    const tags = table.series[table.seriesIndex[row] ?? 0] ?? {};
    const fields = columns.flatMap(({ name, column, type }) =>
      column.present[row] === 1 && fits(column, row, type)
        ? [[name, cell(column, row, type)] as const]
        : [],
    );
    if (fields.length === 0) continue;
    yield { measurement: table.measurement, tags, fields: Object.fromEntries(fields), timeNs };
  }
}

function cell(column: Column, row: number, type: FieldType): FieldValue {
  switch (column.type) {
    case 'float':
      return { type: 'float', value: column.values[row] ?? 0 };
    case 'integer':
      return { type: 'integer', value: column.values[row] ?? 0n };
    case 'unsigned': {
      const value = column.values[row] ?? 0n;
      return type === 'integer' ? { type, value } : { type: 'unsigned', value };
    }
    case 'boolean':
      return { type: 'boolean', value: column.values[row] === 1 };
    case 'string':
      return { type: 'string', value: column.values[row] ?? '' };
  }
}
