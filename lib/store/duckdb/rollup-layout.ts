import type { StoredField } from './catalog.ts';
import type { Partition } from './partition.ts';
import { statisticsOf, type Statistic } from './statistics.ts';

/**
 * How the figures of statistics.ts lie in a rollup's table. What is mostly the same for all fields
 * of a row is kept once, and what follows from other figures not at all; a row that differs says so
 * in a column of its own, which is there only when a row has needed it. Sums are kept instead of
 * means: decimals add up to decimals, which pack well.
 */
export interface LayoutColumn {
  readonly name: string;
  readonly type: 'DOUBLE' | 'BIGINT' | 'INTEGER' | 'VARCHAR';
}

/** Once a row: most samples of any field, time of the first and of the last of any counter's. */
export const rowColumns: readonly LayoutColumn[] = [
  { name: 'n', type: 'INTEGER' },
  { name: 'first_at', type: 'BIGINT' },
  { name: 'last_at', type: 'BIGINT' },
];

/** What every row keeps of a field. */
export function fieldColumns({ column, type, counter }: StoredField): LayoutColumn[] {
  if (type === 'string') return [{ name: `${column}_last`, type: 'VARCHAR' }];
  const figures = counter ? ['first', 'last', 'sum'] : ['min', 'max', 'last', 'sum'];
  return figures.map((figure) => ({ name: `${column}_${figure}`, type: 'DOUBLE' }));
}

/** What only a row keeps that differs from what is expected. */
export function exceptionColumns({ column, type, counter }: StoredField): LayoutColumn[] {
  const count = { name: `${column}_count`, type: 'INTEGER' } as const;
  if (type === 'string' || !counter) return [count];
  return [
    count,
    { name: `${column}_min`, type: 'DOUBLE' },
    { name: `${column}_max`, type: 'DOUBLE' },
    { name: `${column}_inner`, type: 'DOUBLE' },
    { name: `${column}_first_at`, type: 'BIGINT' },
    { name: `${column}_last_at`, type: 'BIGINT' },
  ];
}

/** The figures of a field that a counter's reset, or a gap, may make differ from what is expected. */
const expected: Readonly<Record<string, (column: string) => string>> = {
  count: () => 'n',
  min: (column) => `${column}_first`,
  max: (column) => `${column}_last`,
  inner: (column) => `${column}_last - ${column}_first`,
  first_at: () => 'first_at',
  last_at: () => 'last_at',
};

/** What a figure of a field should be, from what every row keeps; null when it is kept itself. */
function expectedSql(field: StoredField, figure: string): string | null {
  const isKept = fieldColumns(field).some(({ name }) => name === `${field.column}_${figure}`);
  return isKept ? null : (expected[figure]?.(field.column) ?? null);
}

/** A figure as rows of a partition have it, whenever they were written. */
function figureSql(
  partition: Pick<Partition, 'columns'>,
  field: StoredField,
  { column, type }: Pick<Statistic, 'column' | 'type'>,
): string {
  const figure = column.slice(field.column.length + 1);
  if (figure === 'mean') return meanSql(partition, field);
  const own = partition.columns.has(column) ? column : null;
  const other = partition.columns.has('n') ? expectedSql(field, figure) : null;
  if (!hasColumns(partition, field) || other === null) return own ?? `NULL::${type}`;
  const value = own === null ? other : `coalesce(${own}, ${other})`;
  const isGap = `${field.column}_last IS NULL`;
  if (figure === 'count') return `CASE WHEN ${isGap} THEN 0 ELSE ${value} END::BIGINT`;
  return `CASE WHEN NOT ${isGap} THEN ${value} END`;
}

/** Older rows have the mean itself. */
function meanSql(partition: Pick<Partition, 'columns'>, field: StoredField): string {
  const { column } = field;
  const own = partition.columns.has(`${column}_mean`) ? `${column}_mean` : null;
  if (!partition.columns.has(`${column}_sum`)) return own ?? 'NULL::DOUBLE';
  const count = figureSql(partition, field, { column: `${column}_count`, type: 'BIGINT' });
  const mean = `${column}_sum / nullif(${count}, 0)`;
  return own === null ? mean : `coalesce(${own}, ${mean})`;
}

function hasColumns({ columns }: Pick<Partition, 'columns'>, { column }: StoredField): boolean {
  return columns.has(`${column}_last`);
}

/** Every figure of a field in a partition's rows, under its own name. */
export function figuresSql(partition: Pick<Partition, 'columns'>, field: StoredField): string[] {
  return statisticsOf(field).map(
    (statistic) => `${figureSql(partition, field, statistic)} AS ${statistic.column}`,
  );
}

/** Rows of figures as a table keeps them: its columns, and which of them only some rows need. */
export function layoutSql(fields: readonly StoredField[]): {
  readonly always: readonly string[];
  readonly exceptions: readonly { readonly column: LayoutColumn; readonly sql: string }[];
} {
  const counters = fields.filter(({ counter }) => counter);
  const among = (how: string, figures: readonly string[]) =>
    figures.length === 0 ? 'NULL' : `${how}(${figures.join(', ')})`;
  const n = among(
    'greatest',
    fields.map(({ column }) => `${column}_count`),
  );
  const firstAt = among(
    'least',
    counters.map(({ column }) => `${column}_first_at`),
  );
  const lastAt = among(
    'greatest',
    counters.map(({ column }) => `${column}_last_at`),
  );
  const always = fields.flatMap((field) =>
    fieldColumns(field).map(({ name }) =>
      name === `${field.column}_sum`
        ? `${field.column}_mean * ${field.column}_count AS ${name}`
        : name,
    ),
  );
  const rowWide: Readonly<Record<string, string>> = { n, first_at: firstAt, last_at: lastAt };
  const exceptions = fields.flatMap((field) =>
    exceptionColumns(field).map((column) => {
      const other = expectedSql(field, column.name.slice(field.column.length + 1)) ?? 'NULL';
      const sql = `CASE WHEN ${field.column}_last IS NOT NULL THEN nullif(${column.name}, ${rowWide[other] ?? other}) END`;
      return { column, sql };
    }),
  );
  return {
    always: [`${n} AS n`, `${firstAt} AS first_at`, `${lastAt} AS last_at`, ...always],
    exceptions,
  };
}
