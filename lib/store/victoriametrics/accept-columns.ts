import type { Column, SampleTable } from '#lib/model/sample.ts';
import type { RejectedField } from '../store.ts';
import type { Registry } from './registry.ts';
import { isShort, type SeriesHead } from './series-head.ts';

export interface Accepted {
  readonly columns: readonly (readonly [field: string, column: Column])[];
  readonly rejected: readonly RejectedField[];
}

/** What of a table can be stored: fields of the type they are stored under, and no longer text. */
export function acceptColumns(
  table: SampleTable,
  heads: readonly (SeriesHead | null)[],
  registry: Registry,
): Accepted {
  const columns: [string, Column][] = [];
  const rejected: RejectedField[] = [];
  const { measurement } = table;
  for (const [field, column] of Object.entries(table.columns)) {
    if (!column.present.includes(1)) continue;
    const { type: received } = column;
    const expected = isShort(field) ? registry.reserve(measurement, field, received) : null;
    const { present, rows } = storable(table, column, expected === received ? heads : []);
    if (rows > 0) {
      rejected.push({ measurement, field, expected: expected ?? received, received, rows });
    }
    if (present.includes(1)) columns.push([field, { ...column, present }]);
  }
  return { columns, rejected };
}

/** Which values of a column can be stored, and how many cannot. */
function storable(
  { seriesIndex }: SampleTable,
  column: Column,
  heads: readonly (SeriesHead | null)[],
): { readonly present: Uint8Array; readonly rows: number } {
  const present = new Uint8Array(column.present.length);
  let rows = 0;
  for (let row = 0; row < present.length; row += 1) {
    if (column.present[row] !== 1) continue;
    if (heads[seriesIndex[row] ?? 0] && fits(column, row)) present[row] = 1;
    else rows += 1;
  }
  return { present, rows };
}

function fits(column: Column, row: number): boolean {
  if (column.type === 'string') return isShort(column.values[row] ?? '');
  return column.type !== 'float' || Number.isFinite(column.values[row]);
}
