import type { StoredField } from './catalog.ts';
import { columnTypeName } from './field-type.ts';
import type { Partition } from './partition.ts';

/** Samples of a partition; a column that it lacks, because no such field came in its time, is gaps. */
export function rawRows(partition: Partition, fields: readonly StoredField[]): string {
  const columns = fields.map(({ column, type }) =>
    partition.columns.has(column) ? column : `NULL::${columnTypeName(type)} AS ${column}`,
  );
  return `SELECT series, ts, ${columns.join(', ')} FROM ${partition.table}`;
}
