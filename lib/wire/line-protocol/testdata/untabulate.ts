import type { Column, FieldValue, Point, SampleTable } from '#lib/model/sample.ts';

/** Tables as points again: what a test compares. */
export function untabulate(tables: readonly SampleTable[]): Point[] {
  return tables.flatMap((table) => [...table.timeNs].map((_, row) => pointAt(table, row)));
}

function pointAt(table: SampleTable, row: number): Point {
  const fields = Object.entries(table.columns)
    .filter(([, column]) => column.present[row] === 1)
    .map(([name, column]) => [name, valueAt(column, row)] as const);
  return {
    measurement: table.measurement,
    tags: at(table.series, at(table.seriesIndex, row)),
    fields: Object.fromEntries(fields),
    timeNs: at(table.timeNs, row),
  };
}

function valueAt(column: Column, row: number): FieldValue {
  switch (column.type) {
    case 'float':
      return { type: 'float', value: at(column.values, row) };
    case 'integer':
    case 'unsigned':
      return { type: column.type, value: at(column.values, row) };
    case 'boolean':
      return { type: 'boolean', value: at(column.values, row) === 1 };
    case 'string':
      return { type: 'string', value: at(column.values, row) };
  }
}

function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`read row ${index}: there are ${values.length}`);
  return value;
}
