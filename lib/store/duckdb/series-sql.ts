import type { DuckDBValue } from '@duckdb/node-api';
import type { BucketGrid } from '../bucket-grid.ts';
import { isGrowth, type Growth } from '../growth.ts';
import { acrossOf } from '../merge-groups.ts';
import { floorDivide, millisecondNs } from '../nanoseconds.ts';
import type { Aggregate, SeriesQuery } from '../store.ts';
import { tierSpecs } from '../tier.ts';
import type { StoredField } from './catalog.ts';
import { growthSql } from './growth-sql.ts';
import type { Source } from './series-sources.ts';
import { bucket, inTime, rowsOf, where, type Bind, type Filter } from './source-rows.ts';

export interface BoundSql {
  readonly sql: string;
  readonly values: DuckDBValue[];
}

/** What a statement about series is made from. */
export interface SeriesRead {
  readonly sources: readonly Source[];
  readonly fields: readonly StoredField[];
  readonly aggregate: Aggregate;
  readonly grid: BucketGrid;
  /** True when no series is to be left out. */
  readonly isWhole?: boolean;
}

/** Rows of series, bucket and one number a field, of every series there is. */
export function wholeSql(read: SeriesRead): BoundSql {
  const { sql, values } = perSeriesSql(read);
  const figures = read.fields.map((_, index) => `coalesce(v${String(index)}::DOUBLE, 'nan')`);
  return { sql: `SELECT series, bucket::INTEGER, ${figures.join(', ')} FROM (${sql})`, values };
}

/**
 * One statement that answers a query: rows of group, bucket and one number a field. It reads the
 * series listed in the temporary table `wanted`.
 */
export function seriesSql(
  read: SeriesRead,
  query: Pick<SeriesQuery, 'groupBy' | 'across' | 'aggregate'>,
): BoundSql {
  const { sql, values } = perSeriesSql(read);
  const isGrouped = query.groupBy !== undefined;
  const across = isGrouped ? acrossFunction(query) : '';
  const figures = read.fields.map(
    (_, index) => `coalesce(${across}(v${String(index)})::DOUBLE, 'nan')`,
  );
  const groups = isGrouped ? 'GROUP BY grp, bucket' : '';
  return {
    sql: `SELECT grp, bucket::INTEGER, ${figures.join(', ')} FROM (${sql}) JOIN wanted USING (series) ${groups}`,
    values,
  };
}

/** Rows of group, bucket and one number a quantile, over the series of the group. */
export function quantilesSql(read: SeriesRead, quantiles: readonly number[]): BoundSql {
  const { sql, values } = perSeriesSql(read);
  // The list must be a constant of the statement; its numbers have been checked.
  const figures = quantiles.map((_, index) => `coalesce(q[${String(index + 1)}], 'nan')`);
  return {
    sql: `SELECT grp, bucket::INTEGER, ${figures.join(', ')} FROM (
      SELECT grp, bucket, quantile_cont(v0::DOUBLE, [${quantiles.map(String).join(', ')}]::DOUBLE[]) AS q
      FROM (${sql}) JOIN wanted USING (series) WHERE v0 IS NOT NULL GROUP BY grp, bucket)`,
    values,
  };
}

function acrossFunction(query: Pick<SeriesQuery, 'across' | 'aggregate'>): string {
  const across = acrossOf(query);
  return across === 'mean' ? 'avg' : across;
}

/** Rows of series, bucket and one value a field. */
function perSeriesSql({ sources, fields, aggregate, grid, isWhole }: SeriesRead): BoundSql {
  const values: DuckDBValue[] = [
    BigInt(grid.startMs) * millisecondNs,
    BigInt(grid.stepMs) * millisecondNs,
  ];
  const bind: Bind = (value) => `$${String(values.push(value))}::BIGINT`;
  const filtered = (source: Source) =>
    isWhole === true ? inTime(source, bind) : where(source, bind);
  if (isGrowth(aggregate)) {
    const sql = growthSql(sources, fields, aggregate, filtered);
    return { sql, values };
  }
  const ready = sources.filter((source) => isReady(source, sources, grid));
  const others = sources.filter((source) => !ready.includes(source));
  const parts = ready.map((source) => readySql(source, fields, aggregate, bind));
  if (others.length > 0) parts.push(plainSql(others, fields, aggregate, filtered));
  return { sql: parts.join(' UNION ALL '), values };
}

/** True when each row is a whole bucket, of which no other source has a part: nothing to add up. */
function isReady(source: Source, sources: readonly Source[], { stepMs }: BucketGrid): boolean {
  if (source.tier === 'raw' || tierSpecs[source.tier].widthMs !== stepMs) return false;
  const [first, end] = bucketsOf(source, stepMs);
  return sources.every((other) => {
    const [otherFirst, otherEnd] = bucketsOf(other, stepMs);
    return other === source || otherFirst >= end || otherEnd <= first;
  });
}

/** Numbers of the buckets that a source has a part of; the second is exclusive. */
function bucketsOf({ fromNs, toNs }: Source, stepMs: number): [first: bigint, end: bigint] {
  const stepNs = BigInt(stepMs) * millisecondNs;
  return [floorDivide(fromNs, stepNs), floorDivide(toNs - 1n, stepNs) + 1n];
}

function readySql(
  source: Source,
  fields: readonly StoredField[],
  aggregate: Exclude<Aggregate, Growth>,
  bind: Bind,
): string {
  const figures = fields.map(
    (field, index) => `${readyFigure(aggregate, field)} AS v${String(index)}`,
  );
  return `SELECT series, ${bucket} AS bucket, ${figures.join(', ')} FROM ${rowsOf(source, fields)} ${inTime(source, bind)}`;
}

function readyFigure(aggregate: Exclude<Aggregate, Growth>, { column }: StoredField): string {
  switch (aggregate) {
    case 'sum':
      return `${column}_mean * ${column}_count`;
    case 'count':
      return `nullif(${column}_count, 0)::DOUBLE`;
    default:
      return `${column}_${aggregate}`;
  }
}

/** Each source is reduced to a bucket's partial figures, which then add up over the sources. */
function plainSql(
  sources: readonly Source[],
  fields: readonly StoredField[],
  aggregate: Exclude<Aggregate, Growth>,
  filtered: Filter,
): string {
  const parts = sources.map((source) => {
    const partials = fields.flatMap((field, index) =>
      source.tier === 'raw'
        ? samplePartials(aggregate, field, index)
        : rollupPartials(aggregate, field, index),
    );
    return `SELECT series, ${bucket} AS bucket, ${partials.join(', ')} FROM ${rowsOf(source, fields)}
      ${filtered(source)} GROUP BY series, bucket`;
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
