import { BIGINT, BOOLEAN, DOUBLE, UBIGINT, VARCHAR, type DuckDBType } from '@duckdb/node-api';
import type { FieldType } from '#lib/model/metric.ts';

/** How a field's values lie in a column. */
export const columnTypes: Readonly<Record<FieldType, DuckDBType>> = {
  float: DOUBLE,
  integer: BIGINT,
  unsigned: UBIGINT,
  string: VARCHAR,
  boolean: BOOLEAN,
};

export function columnTypeName(type: FieldType): string {
  return columnTypes[type].toString();
}
