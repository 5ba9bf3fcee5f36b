import type { Column, SampleTable, Tags } from '#lib/model/sample.ts';

/** The table with only the rows that `keep` accepts, and only their series. */
export function selectRows(
  table: SampleTable,
  keep: (row: number, seriesIndex: number) => boolean,
): SampleTable {
  const rows: number[] = [];
  const series: Tags[] = [];
  const seriesIndex: number[] = [];
  const newIndex = new Map<number, number>();
  for (const [row, old] of table.seriesIndex.entries()) {
    const tags = table.series[old];
    if (!tags || !keep(row, old)) continue;
    const index = newIndex.get(old) ?? series.push(tags) - 1;
    newIndex.set(old, index);
    rows.push(row);
    seriesIndex.push(index);
  }
  const columns = Object.entries(table.columns).map(([name, column]): [string, Column] => [
    name,
    pickCells(column, rows),
  ]);
  return {
    measurement: table.measurement,
    series,
    seriesIndex: Uint32Array.from(seriesIndex),
    timeNs: BigInt64Array.from(rows, (row) => table.timeNs[row] ?? 0n),
    columns: Object.fromEntries(columns),
  };
}

/** The table without some columns, and without rows that had a value in no other. */
export function withoutColumns(table: SampleTable, names: ReadonlySet<string>): SampleTable {
  const kept = Object.entries(table.columns).filter(([name]) => !names.has(name));
  const columns = kept.map(([, column]) => column);
  return selectRows({ ...table, columns: Object.fromEntries(kept) }, (row) =>
    columns.some((column) => column.present[row] === 1),
  );
}

function pickCells(column: Column, rows: readonly number[]): Column {
  const present = Uint8Array.from(rows, (row) => column.present[row] ?? 0);
  const { type, values } = column;
  switch (type) {
    case 'float':
      return { type, values: Float64Array.from(rows, (row) => values[row] ?? 0), present };
    case 'integer':
      return { type, values: BigInt64Array.from(rows, (row) => values[row] ?? 0n), present };
    case 'unsigned':
      return { type, values: BigUint64Array.from(rows, (row) => values[row] ?? 0n), present };
    case 'boolean':
      return { type, values: Uint8Array.from(rows, (row) => values[row] ?? 0), present };
    case 'string':
      return { type, values: rows.map((row) => values[row] ?? ''), present };
  }
}
