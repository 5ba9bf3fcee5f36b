import type { Column, FieldValue, SampleTable, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';

/** One row as a test writes it down. */
export interface Row {
  readonly tags: Tags;
  readonly timeNs: bigint;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** Rows of one measurement as the columns a store takes. */
export function sampleTable(measurement: string, rows: readonly Row[]): SampleTable {
  const series = new Map<string, { index: number; tags: Tags }>();
  const seriesIndex = new Uint32Array(rows.length);
  rows.forEach(({ tags }, row) => {
    const key = seriesKey(tags);
    const known = series.get(key) ?? { index: series.size, tags };
    series.set(key, known);
    seriesIndex[row] = known.index;
  });
  const names = new Set(rows.flatMap((row) => Object.keys(row.fields)));
  return {
    measurement,
    series: [...series.values()].map(({ tags }) => tags),
    seriesIndex,
    timeNs: BigInt64Array.from(rows.map((row) => row.timeNs)),
    columns: Object.fromEntries([...names].map((name) => [name, column(name, rows)])),
  };
}

export const float = (value: number): FieldValue => ({ type: 'float', value });
export const integer = (value: bigint): FieldValue => ({ type: 'integer', value });
export const unsigned = (value: bigint): FieldValue => ({ type: 'unsigned', value });
export const text = (value: string): FieldValue => ({ type: 'string', value });
export const boolean = (value: boolean): FieldValue => ({ type: 'boolean', value });

function column(name: string, rows: readonly Row[]): Column {
  const cells = rows.map((row) => row.fields[name]);
  const present = Uint8Array.from(cells, (cell) => (cell ? 1 : 0));
  const type = cells.find((cell) => cell !== undefined)?.type ?? 'float';
  const values = cells.map((cell) => (cell?.type === type ? cell.value : undefined));
  switch (type) {
    case 'float':
      return { type, present, values: Float64Array.from(values, (value) => Number(value ?? 0)) };
    case 'integer':
      return { type, present, values: BigInt64Array.from(values, (value) => BigInt(value ?? 0)) };
    case 'unsigned':
      return { type, present, values: BigUint64Array.from(values, (value) => BigInt(value ?? 0)) };
    case 'boolean':
      return { type, present, values: Uint8Array.from(values, (value) => (value ? 1 : 0)) };
    case 'string':
      return { type, present, values: values.map((value) => String(value ?? '')) };
  }
}
