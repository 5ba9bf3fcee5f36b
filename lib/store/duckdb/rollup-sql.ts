import type { StoredField } from './catalog.ts';
import type { Partition } from './partition.ts';
import { figuresSql } from './rollup-layout.ts';
import { statisticsOf } from './statistics.ts';

/** Rows of a partition, each with every figure of every field; a raw sample's are its own value. */
export function elementsSql(partition: Partition, fields: readonly StoredField[]): string {
  const figures = fields.flatMap((field) =>
    partition.tier === 'raw' ? sampleFigures(partition, field) : figuresSql(partition, field),
  );
  return `SELECT series, ts, ${figures.join(', ')} FROM ${partition.table} WHERE ts >= $1 AND ts < $2`;
}

function sampleFigures(partition: Partition, field: StoredField): string[] {
  const isThere = partition.columns.has(field.column);
  return statisticsOf(field).map(
    ({ column, type, ofSample }) => `${isThere ? ofSample : `NULL::${type}`} AS ${column}`,
  );
}

/**
 * One row for each series and bucket. Bound: start of the range, its end, width of a bucket, all in
 * nanoseconds; the start is the start of a bucket.
 */
export function combineSql(elements: readonly string[], fields: readonly StoredField[]): string {
  const figures = fields.flatMap((field) =>
    statisticsOf(field).map(({ column, combine }) => `${combine} AS ${column}`),
  );
  const befores = fields
    .filter((field) => field.counter)
    .map(({ column }) => `, lag(${column}_last IGNORE NULLS) OVER in_order AS ${column}_before`);
  return `SELECT series, bucket AS ts, ${figures.join(', ')} FROM (
      SELECT *${befores.join('')} FROM (
        SELECT *, ts - (ts - $1) % $3 AS bucket FROM (${elements.join(' UNION ALL ')}))
      WINDOW in_order AS (PARTITION BY series, bucket ORDER BY ts))
    GROUP BY series, bucket`;
}
