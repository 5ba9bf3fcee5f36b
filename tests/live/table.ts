import type { Column, SampleTable, Tags } from '#lib/model/sample.ts';
import type { SampleValue } from '#lib/store/store.ts';

interface Row {
  readonly tags: Tags;
  readonly timeMs: number;
  readonly fields: Readonly<Record<string, SampleValue>>;
}

/** A table of samples from rows; a field's type is that of its first value. */
export function tableOf(measurement: string, rows: readonly Row[]): SampleTable {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.fields)))];
  return {
    measurement,
    series: rows.map((row) => row.tags),
    seriesIndex: Uint32Array.from(rows.keys()),
    timeNs: BigInt64Array.from(rows, (row) => BigInt(row.timeMs) * 1_000_000n),
    columns: Object.fromEntries(
      names.map((name) => [name, columnOf(rows.map((row) => row.fields[name] ?? null))]),
    ),
  };
}

function columnOf(cells: readonly SampleValue[]): Column {
  const present = Uint8Array.from(cells, (cell) => (cell === null ? 0 : 1));
  switch (typeof cells.find((cell) => cell !== null)) {
    case 'string':
      return { type: 'string', values: cells.map((cell) => String(cell ?? '')), present };
    case 'boolean':
      return { type: 'boolean', values: Uint8Array.from(cells, (cell) => (cell ? 1 : 0)), present };
    case 'bigint':
      return { type: 'integer', values: BigInt64Array.from(cells, (c) => BigInt(c ?? 0)), present };
    default:
      return { type: 'float', values: Float64Array.from(cells, (c) => Number(c ?? 0)), present };
  }
}
