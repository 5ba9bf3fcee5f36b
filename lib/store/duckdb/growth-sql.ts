import { type Growth } from '../growth.ts';
import type { StoredField } from './catalog.ts';
import { bucket, rowsOf, type Filter } from './source-rows.ts';
import type { Source } from './series-sources.ts';
import { gain } from './statistics.ts';

/**
 * Increase, as it is or over the time in which it was seen. Every row carries the increase since the row before
 * it, whichever bucket that lies in; a value below the one before began again from zero.
 */
export function growthSql(
  sources: readonly Source[],
  fields: readonly StoredField[],
  aggregate: Growth,
  filtered: Filter,
): string {
  const elements = sources.map(
    (source) =>
      `SELECT series, ts, ${fields.map(source.tier === 'raw' ? sampleElement : rollupElement).join(', ')} FROM ${rowsOf(source, fields)} ${filtered(source)}`,
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
