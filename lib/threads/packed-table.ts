import type { FieldType } from '#lib/model/metric.ts';
import type { Column, SampleTable } from '#lib/model/sample.ts';

/**
 * A table on its way to another thread: all its numbers lie in one buffer, which is handed over, and
 * its series are numbers that stand for tags sent once (series-sender.ts).
 */
export interface PackedTable {
  readonly measurement: string;
  readonly rows: number;
  /** In the order of `SampleTable.series`. */
  readonly series: Uint32Array<ArrayBuffer>;
  readonly names: readonly string[];
  readonly types: readonly FieldType[];
  /** Times, columns of 8 bytes, series indexes, then presence and booleans, one byte a row. */
  readonly buffer: ArrayBuffer;
  /** Columns of text, in their order. */
  readonly texts: readonly (readonly string[])[];
}

export function packTable(table: SampleTable, series: Uint32Array<ArrayBuffer>): PackedTable {
  const rows = table.timeNs.length;
  const columns = Object.entries(table.columns);
  const types = columns.map(([, { type }]) => type);
  const layout = new Layout(rows, types);
  layout.time().set(table.timeNs);
  layout.seriesIndex().set(table.seriesIndex);
  const texts: (readonly string[])[] = [];
  columns.forEach(([, column], index) => {
    layout.present(index).set(column.present);
    if (column.type === 'string') texts.push(column.values);
    else copyNumbers(column, layout, index);
  });
  return {
    measurement: table.measurement,
    rows,
    series,
    names: columns.map(([name]) => name),
    types,
    buffer: layout.buffer,
    texts,
  };
}

/** The table again, its columns views of the one buffer. */
export function unpackTable(
  packed: PackedTable,
  series: Pick<SampleTable, 'series' | 'keys'>,
): SampleTable {
  const { measurement, rows, names, types, buffer, texts } = packed;
  const layout = new Layout(rows, types, buffer);
  let text = 0;
  const columns = names.map((name, index): [string, Column] => {
    const type = types[index] ?? 'float';
    const present = layout.present(index);
    if (type === 'string') return [name, { type, values: texts[text++] ?? [], present }];
    return [name, numbersAt(layout, index, type, present)];
  });
  return {
    measurement,
    ...series,
    seriesIndex: layout.seriesIndex(),
    timeNs: layout.time(),
    columns: Object.fromEntries(columns),
  };
}

/** Where the parts of a table lie in its buffer. */
class Layout {
  readonly buffer: ArrayBuffer;
  readonly #rows: number;
  readonly #types: readonly FieldType[];
  readonly #wideColumns: number;

  constructor(rows: number, types: readonly FieldType[], buffer?: ArrayBuffer) {
    this.#rows = rows;
    this.#types = types;
    this.#wideColumns = types.filter(isWide).length;
    const booleans = types.filter((type) => type === 'boolean').length;
    const bytes = rows * (8 + 8 * this.#wideColumns + 4 + types.length + booleans);
    this.buffer = buffer ?? new ArrayBuffer(bytes);
  }

  time(): BigInt64Array<ArrayBuffer> {
    return new BigInt64Array(this.buffer, 0, this.#rows);
  }

  seriesIndex(): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.buffer, 8 * this.#rows * (1 + this.#wideColumns), this.#rows);
  }

  present(column: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer, this.#bytesStart() + this.#rows * column, this.#rows);
  }

  wideAt(column: number): number {
    const before = this.#types.slice(0, column).filter(isWide).length;
    return 8 * this.#rows * (1 + before);
  }

  booleans(column: number): Uint8Array<ArrayBuffer> {
    const before = this.#types.slice(0, column).filter((type) => type === 'boolean').length;
    const start = this.#bytesStart() + this.#rows * (this.#types.length + before);
    return new Uint8Array(this.buffer, start, this.#rows);
  }

  #bytesStart(): number {
    return this.#rows * (8 * (1 + this.#wideColumns) + 4);
  }
}

function isWide(type: FieldType): boolean {
  return type === 'float' || type === 'integer' || type === 'unsigned';
}

type NumberColumn = Exclude<Column, { type: 'string' }>;

function copyNumbers(column: NumberColumn, layout: Layout, index: number): void {
  const { present } = column;
  const rows = present.length;
  const target = numbersAt(layout, index, column.type, present);
  if (column.type === 'float' && target.type === 'float') target.values.set(column.values);
  else if (column.type === 'boolean' && target.type === 'boolean') target.values.set(column.values);
  else if (column.type !== 'float' && column.type !== 'boolean') {
    const { values } = column;
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * rows);
    new Uint32Array(layout.buffer, layout.wideAt(index), 2 * rows).set(words);
  }
}

function numbersAt(
  layout: Layout,
  index: number,
  type: NumberColumn['type'],
  present: Uint8Array,
): NumberColumn {
  const { buffer } = layout;
  const rows = present.length;
  switch (type) {
    case 'float':
      return { type, values: new Float64Array(buffer, layout.wideAt(index), rows), present };
    case 'integer':
      return { type, values: new BigInt64Array(buffer, layout.wideAt(index), rows), present };
    case 'unsigned':
      return { type, values: new BigUint64Array(buffer, layout.wideAt(index), rows), present };
    case 'boolean':
      return { type, values: layout.booleans(index), present };
  }
}
