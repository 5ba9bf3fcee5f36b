import type { DuckDBValue } from '@duckdb/node-api';
import type { BucketGrid } from '../bucket-grid.ts';
import { isGrowth, type Growth } from '../growth.ts';
import { acrossOf } from '../merge-groups.ts';
import type { Aggregate, SeriesQuery } from '../store.ts';
import type { StoredField } from './catalog.ts';
import { columnTypeName } from './field-type.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { type Partition } from './partition.ts';
import type { Source } from './series-sources.ts';
import { figuresSql } from './rollup-layout.ts';
import { gain } from './statistics.ts';

export interface BoundSql {
  readonly sql: string;
  readonly values: DuckDBValue[];
}

/**
 * One statement that answers a query: rows of group, bucket and one number a field. It reads the
 * series listed in the temporary table `wanted`.
 */
export function seriesSql(
  sources: readonly Source[],
  fields: readonly StoredField[],
  query: SeriesQuery,
  grid: BucketGrid,
): BoundSql {
  const values: DuckDBValue[] = [
    BigInt(grid.startMs) * millisecondNs,
    BigInt(grid.stepMs) * millisecondNs,
  ];
  const bind = (value: bigint): string => `$${String(values.push(value))}::BIGINT`;
  const { aggregate } = query;
  const perSeries = isGrowth(aggregate)
    ? growthSql(sources, fields, aggregate, bind)
    : plainSql(sources, fields, aggregate, bind);
  const across = acrossFunction(query);
  const merged = fields.map((_, index) => `${across}(v${String(index)})`).join(', ');
  return {
    sql: `SELECT grp, bucket::INTEGER, ${merged} FROM (${perSeries}) JOIN wanted USING (series) GROUP BY grp, bucket`,
    values,
  };
}

/** Bound once for the whole statement: start of the first bucket and width of each, nanoseconds. */
const bucket = '(ts - $1::BIGINT) // $2::BIGINT';

type Bind = (value: bigint) => string;

function acrossFunction(query: SeriesQuery): string {
  const across = acrossOf(query);
  return across === 'mean' ? 'avg' : across;
}

/** Each source is reduced to a bucket's partial figures, which then add up over the sources. */
function plainSql(
  sources: readonly Source[],
  fields: readonly StoredField[],
  aggregate: Exclude<Aggregate, Growth>,
  bind: Bind,
): string {
  const parts = sources.map((source) => {
    const partials = fields.flatMap((field, index) =>
      source.tier === 'raw'
        ? samplePartials(aggregate, field, index)
        : rollupPartials(aggregate, field, index),
    );
    return `SELECT series, ${bucket} AS bucket, ${partials.join(', ')} FROM ${rows(source, fields)}
      ${where(source, bind)} GROUP BY series, bucket`;
  });
  const totals = fields.map(
    (_, index) => `${total(aggregate, String(index))} AS v${String(index)}`,
  );
  return `SELECT series, bucket, ${totals.join(', ')} FROM (${parts.join(' UNION ALL ')}) GROUP BY series, bucket`;
}

function samplePartials(
  aggregate: Exclude<Aggregate, Growth>,
  field: StoredField,
  index: number,
): string[] {
  const value = field.type === 'string' ? field.column : `${field.column}::DOUBLE`;
  const name = String(index);
  switch (aggregate) {
    case 'mean':
      return [`sum(${value}) AS s${name}`, `count(${value}) AS n${name}`];
    case 'sum':
      return [`sum(${value}) AS s${name}`];
    case 'count':
      return [`count(${value}) AS n${name}`];
    case 'min':
    case 'max':
      return [`${aggregate}(${value}) AS x${name}`];
    case 'last':
      return [
        `arg_max(${value}, ts) AS l${name}`,
        `max(CASE WHEN ${field.column} IS NOT NULL THEN ts END) AS t${name}`,
      ];
  }
}

function rollupPartials(
  aggregate: Exclude<Aggregate, Growth>,
  { column }: StoredField,
  index: number,
): string[] {
  const name = String(index);
  const sum = `sum(${column}_mean * ${column}_count) AS s${name}`;
  const count = `sum(${column}_count) AS n${name}`;
  switch (aggregate) {
    case 'mean':
      return [sum, count];
    case 'sum':
      return [sum];
    case 'count':
      return [count];
    case 'min':
    case 'max':
      return [`${aggregate}(${column}_${aggregate}) AS x${name}`];
    case 'last':
      return [
        `arg_max(${column}_last, ts) AS l${name}`,
        `max(CASE WHEN ${column}_last IS NOT NULL THEN ts END) AS t${name}`,
      ];
  }
}

function total(aggregate: Exclude<Aggregate, Growth>, name: string): string {
  switch (aggregate) {
    case 'mean':
      return `sum(s${name}) / nullif(sum(n${name}), 0)`;
    case 'sum':
      return `sum(s${name})`;
    case 'count':
      return `nullif(sum(n${name}), 0)::DOUBLE`;
    case 'min':
    case 'max':
      return `${aggregate}(x${name})`;
    case 'last':
      return `arg_max(l${name}, t${name})`;
  }
}

/**
 * Increase, as it is or over the time in which it was seen. Every row carries the increase since the row before
 * it, whichever bucket that lies in; a value below the one before began again from zero.
 */
function growthSql(
  sources: readonly Source[],
  fields: readonly StoredField[],
  aggregate: Growth,
  bind: Bind,
): string {
  const elements = sources.map(
    (source) =>
      `SELECT series, ts, ${fields.map(source.tier === 'raw' ? sampleElement : rollupElement).join(', ')} FROM ${rows(source, fields)} ${where(source, bind)}`,
  );
  const before = fields.map(
    (_, i) =>
      `lag(last${String(i)} IGNORE NULLS) OVER by_time AS before${String(i)}, lag(last_at${String(i)} IGNORE NULLS) OVER by_time AS before_at${String(i)}`,
  );
  const steps = fields.map((_, index) => rateStep(String(index)));
  const growths = fields.map(
    (_, index) => `${growthOf(aggregate, String(index))} AS v${String(index)}`,
  );
  return `SELECT series, ${bucket} AS bucket, ${growths.join(', ')} FROM (
      SELECT series, ts, ${steps.join(', ')} FROM (
        SELECT *, ${before.join(', ')} FROM (${elements.join(' UNION ALL ')})
        WINDOW by_time AS (PARTITION BY series ORDER BY ts)))
    WHERE ts >= $1::BIGINT GROUP BY series, bucket`;
}

/** A first value ever is no increase yet, so it has no time either. */
function growthOf(aggregate: Growth, i: string): string {
  if (aggregate === 'rate') return `sum(gain${i}) / nullif(sum(span${i}), 0) * 1e9`;
  return `CASE WHEN sum(span${i}) > 0 THEN sum(gain${i}) END`;
}

function sampleElement(field: StoredField, index: number): string {
  const i = String(index);
  const value = `${field.column}::DOUBLE`;
  const at = `CASE WHEN ${field.column} IS NOT NULL THEN ts END`;
  return `${value} AS first${i}, ${value} AS last${i}, 0::DOUBLE AS inner${i}, ${at} AS first_at${i}, ${at} AS last_at${i}`;
}

/** A field that was not taken for a counter kept only its last value: its steps are less exact. */
function rollupElement({ column, counter }: StoredField, index: number): string {
  const i = String(index);
  if (counter) {
    return `${column}_first AS first${i}, ${column}_last AS last${i}, ${column}_inner AS inner${i}, ${column}_first_at AS first_at${i}, ${column}_last_at AS last_at${i}`;
  }
  const at = `CASE WHEN ${column}_last IS NOT NULL THEN ts END`;
  return `${column}_last AS first${i}, ${column}_last AS last${i}, 0::DOUBLE AS inner${i}, ${at} AS first_at${i}, ${at} AS last_at${i}`;
}

function rateStep(i: string): string {
  return `inner${i} + ${gain(`first${i}`, `before${i}`)} AS gain${i},
    (last_at${i} - coalesce(before_at${i}, first_at${i}))::DOUBLE AS span${i}`;
}

function rows(source: Source, fields: readonly StoredField[]): string {
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

function where(source: Source, bind: Bind): string {
  return `WHERE ts >= ${bind(source.fromNs)} AND ts < ${bind(source.toNs)} AND series IN (SELECT series FROM wanted)`;
}
