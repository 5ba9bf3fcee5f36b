import type { StoredField } from './catalog.ts';

/**
 * One figure that a rollup keeps of a field. Figures combine: those of an hour follow from those of
 * its minutes, so every tier is built from the one below by the same statement.
 */
export interface Statistic {
  readonly column: string;
  readonly type: 'DOUBLE' | 'BIGINT' | 'VARCHAR';
  /** The figure of a single raw sample. */
  readonly ofSample: string;
  /** The figure of a bucket, over rows that carry the figures of its parts. */
  readonly combine: string;
}

/** The figures kept of a field: a counter also keeps what its rate needs. */
export function statisticsOf(field: StoredField): Statistic[] {
  if (field.type === 'string') return [lastOf(field), countOf(field)];
  return [...gaugeStatistics(field), ...(field.counter ? counterStatistics(field) : [])];
}

function gaugeStatistics(field: StoredField): Statistic[] {
  const { column } = field;
  const value = numberOf(field);
  return [
    {
      column: `${column}_min`,
      type: 'DOUBLE',
      ofSample: value,
      combine: `min(${column}_min)`,
    },
    {
      column: `${column}_max`,
      type: 'DOUBLE',
      ofSample: value,
      combine: `max(${column}_max)`,
    },
    {
      column: `${column}_mean`,
      type: 'DOUBLE',
      ofSample: value,
      combine: `sum(${column}_mean * ${column}_count) / nullif(sum(${column}_count), 0)`,
    },
    countOf(field),
    lastOf(field),
  ];
}

/**
 * First and last value with their times, and the increase between them inside the bucket. The step
 * from one bucket to the next is added when buckets are read in order, so none is lost or doubled.
 */
function counterStatistics(field: StoredField): Statistic[] {
  const { column } = field;
  const value = numberOf(field);
  const at = `CASE WHEN ${column} IS NOT NULL THEN ts END`;
  return [
    {
      column: `${column}_first`,
      type: 'DOUBLE',
      ofSample: value,
      combine: `arg_min(${column}_first, ts)`,
    },
    {
      column: `${column}_first_at`,
      type: 'BIGINT',
      ofSample: at,
      combine: `min(${column}_first_at)`,
    },
    {
      column: `${column}_last_at`,
      type: 'BIGINT',
      ofSample: at,
      combine: `max(${column}_last_at)`,
    },
    {
      column: `${column}_inner`,
      type: 'DOUBLE',
      ofSample: `CASE WHEN ${column} IS NOT NULL THEN 0::DOUBLE END`,
      combine: `sum(${column}_inner + ${gain(`${column}_first`, `${column}_before`)})`,
    },
  ];
}

/** Increase of a counter from one value to the next; one that fell began again from zero. */
export function gain(value: string, before: string): string {
  return `CASE WHEN ${before} IS NULL THEN 0 WHEN ${value} >= ${before} THEN ${value} - ${before} ELSE ${value} END`;
}

function countOf({ column }: StoredField): Statistic {
  return {
    column: `${column}_count`,
    type: 'BIGINT',
    ofSample: `(${column} IS NOT NULL)::BIGINT`,
    combine: `sum(${column}_count)::BIGINT`,
  };
}

function lastOf(field: StoredField): Statistic {
  const { column } = field;
  return {
    column: `${column}_last`,
    type: field.type === 'string' ? 'VARCHAR' : 'DOUBLE',
    ofSample: field.type === 'string' ? column : numberOf(field),
    combine: `arg_max(${column}_last, ts)`,
  };
}

function numberOf({ column }: StoredField): string {
  return `${column}::DOUBLE`;
}
