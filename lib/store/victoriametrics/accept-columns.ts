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
  const { measurement, seriesIndex } = table;
  for (const [field, column] of Object.entries(table.columns)) {
    if (!column.present.includes(1)) continue;
    const expected = isShort(field) ? registry.reserve(measurement, field, column.type) : null;
    const present = Uint8Array.from(column.present, (flag, row) => {
      const isKept = expected === column.type && heads[seriesIndex[row] ?? 0] && fits(column, row);
      return flag === 1 && isKept ? 1 : 0;
    });
    const rows = count(column.present) - count(present);
    if (rows > 0) {
      const received = column.type;
      rejected.push({ measurement, field, expected: expected ?? received, received, rows });
    }
    if (present.includes(1)) columns.push([field, { ...column, present }]);
  }
  return { columns, rejected };
}

function fits(column: Column, row: number): boolean {
  if (column.type === 'string') return isShort(column.values[row] ?? '');
  return column.type !== 'float' || Number.isFinite(column.values[row]);
}

function count(present: Uint8Array): number {
  return present.reduce((sum, flag) => sum + flag, 0);
}
