import type { FieldValue } from '#lib/model/sample.ts';
import type { Figures } from '../figures.ts';
import type { Cell } from './influx-client.ts';

/** Endings of the fields that a rollup point has for one field of the samples. */
const endings = [
  'count',
  'min',
  'max',
  'mean',
  'last',
  'first',
  'first_at_ms',
  'last_at_ms',
  'inner',
] as const;

export function figureColumns(field: string): string[] {
  return endings.map((ending) => `${field}_${ending}`);
}

/** The field that a column of a rollup point stands for; null for all but one of its columns. */
export function rolledUpField(column: string): string | null {
  return column.endsWith('_inner') ? column.slice(0, -'_inner'.length) : null;
}

/** The cells of `figureColumns`; null where the point has nothing of this field. */
export function figuresOfRow(cells: readonly Cell[]): Figures | null {
  if (cells[0] === null) return null;
  const [count = 0, min = 0, max = 0, mean = 0, last = 0, first = 0, ...rest] = cells.map(Number);
  const [firstAtMs = 0, lastAtMs = 0, inner = 0] = rest;
  return { count, min, max, sum: mean * count, last, first, firstAtMs, lastAtMs, inner };
}

/** Fields of a rollup point for one field of the samples. */
export function rollupFields(field: string, figures: Figures): [string, FieldValue][] {
  const { count, min, max, sum, last, first, firstAtMs, lastAtMs, inner } = figures;
  const values = [count, min, max, sum / count, last, first, firstAtMs, lastAtMs, inner];
  return figureColumns(field).map((name, index) => [
    name,
    { type: 'float', value: values[index] ?? 0 },
  ]);
}
