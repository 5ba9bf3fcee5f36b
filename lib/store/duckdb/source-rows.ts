import type { StoredField } from './catalog.ts';
import { columnTypeName } from './field-type.ts';
import type { Partition } from './partition.ts';
import { figuresSql } from './rollup-layout.ts';
import type { Source } from './series-sources.ts';

/** Bound once for the whole statement: start of the first bucket and width of each, nanoseconds. */
export const bucket = '(ts - $1::BIGINT) // $2::BIGINT';

/** Writes down a value of the statement and answers what stands for it. */
export type Bind = (value: bigint) => string;

/** The WHERE clause for rows of a source. */
export type Filter = (source: Source) => string;

export function rowsOf(source: Source, fields: readonly StoredField[]): string {
  const tables = source.partitions.map((partition) => partitionRows(partition, fields));
  return `(${tables.join(' UNION ALL ')})`;
}

/** A column that a partition lacks, because no such field came in its time, reads as gaps. */
function partitionRows(partition: Partition, fields: readonly StoredField[]): string {
  const columns = fields.flatMap((field) => {
    if (partition.tier !== 'raw') return figuresSql(partition, field);
    const { column, type } = field;
    return partition.columns.has(column) ? column : `NULL::${columnTypeName(type)} AS ${column}`;
  });
  return `SELECT series, ts, ${columns.join(', ')} FROM ${partition.table}`;
}

/** Rows of the series in `wanted`, before they are put together. */
export function where(source: Source, bind: Bind): string {
  return `${inTime(source, bind)} AND series IN (SELECT series FROM wanted)`;
}

export function inTime(source: Source, bind: Bind): string {
  return `WHERE ts >= ${bind(source.fromNs)} AND ts < ${bind(source.toNs)}`;
}
