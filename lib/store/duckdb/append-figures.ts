import { BIGINT, DOUBLE, INTEGER, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { appendColumns, type AppendColumn } from './append.ts';
import type { MeasurementEntry } from './catalog.ts';
import type { FigureColumn } from './figure-columns.ts';
import type { Partition } from './partition.ts';
import { exceptionColumns, fieldColumns, type LayoutColumn } from './rollup-layout.ts';

/** Appends rows of figures to a rollup's table, which has a column for each of them. */
export async function appendFigures(
  connection: DuckDBConnection,
  partition: Partition,
  entry: MeasurementEntry,
  figures: readonly FigureColumn[],
): Promise<void> {
  const known = new Map(figures.map((column) => [column.name, column]));
  const rows = figures[0]?.rows ?? 0;
  const types = new Map(
    [...entry.fields.values()]
      .flatMap((field) => [...fieldColumns(field), ...exceptionColumns(field)])
      .map(({ name, type }) => [name, type]),
  );
  const columns = [...partition.columns].map((name): AppendColumn => {
    const column = known.get(name);
    if (column) return { ...column, type: columnTypes[column.type] };
    return { type: columnTypes[types.get(name) ?? oldType(name)], values: null, present: null };
  });
  await appendColumns(connection, partition.table, rows, columns);
}

const columnTypes = { DOUBLE, BIGINT, INTEGER, VARCHAR } as const;

/** Columns that only rows of an earlier layout have. */
function oldType(name: string): LayoutColumn['type'] {
  return name.endsWith('_count') ? 'BIGINT' : 'DOUBLE';
}
