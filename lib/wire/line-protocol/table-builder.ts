import type { FieldType } from '#lib/model/metric.ts';
import type { Column, FieldValue, SampleTable, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import {
  closeColumn,
  growColumn,
  grown,
  openColumn,
  setCell,
  setReadCell,
  type OpenColumn,
} from './columns.ts';
import type { ReadLine } from './line-parser.ts';

/** A point with its fields as two arrays: `names[i]` has `values[i]`. */
export interface Row {
  readonly measurement: string;
  readonly tags: Tags;
  /** `seriesKey` of the tags where it is known already. */
  readonly key?: string;
  readonly names: readonly string[];
  readonly values: readonly FieldValue[];
  readonly timeNs: bigint;
}

/** Counts what growing tables cost: a cell is one value or gap of a column. */
export interface CellCount {
  cells: number;
}

interface NamedColumn {
  readonly name: string;
  readonly column: OpenColumn;
}

/** What a column or a table costs before its first row, in cells of about 9 bytes. */
const emptyCost = 128;
const firstCapacity = 4;

/** One table while rows are added. */
export class TableBuilder {
  readonly #count: CellCount;
  readonly #columns = new Map<string, OpenColumn>();
  /** Columns in the order of the last row's fields: the next row mostly has the same. */
  readonly #order: NamedColumn[] = [];
  readonly #series: Tags[] = [];
  readonly #indexByTags = new Map<Tags, number>();
  readonly #indexByKey = new Map<string, number>();
  #capacity = firstCapacity;
  #rows = 0;
  #seriesIndex = new Uint32Array(firstCapacity);
  #timeNs = new BigInt64Array(firstCapacity);

  constructor(count: CellCount) {
    this.#count = count;
    count.cells += emptyCost;
  }

  /** @returns what is left of the row: fields that have a column of another type here */
  add(row: Row): Row | null {
    let isOpen = false;
    let rest: { names: string[]; values: FieldValue[] } | null = null;
    const { names, values } = row;
    for (let index = 0; index < names.length; index++) {
      const name = names[index];
      const field = values[index];
      if (name === undefined || !field) continue;
      const column = this.#column(index, name, field.type);
      if (column.type !== field.type) {
        rest ??= { names: [], values: [] };
        rest.names.push(name);
        rest.values.push(field);
        continue;
      }
      if (!isOpen) this.#openRow(row.tags, row.key, row.timeNs);
      isOpen = true;
      setCell(column, this.#rows - 1, field);
    }
    return rest && { ...row, ...rest };
  }

  /** Takes a line, unless one of its fields has a column of another type here. */
  addLine(line: ReadLine): boolean {
    const { count, names, types, head } = line;
    for (let field = 0; field < count; field++) {
      const type = types[field] ?? 'float';
      if (this.#column(field, names[field]?.text ?? '', type).type !== type) return false;
    }
    this.#openRow(head.tags, head.key, line.timeNs);
    for (let field = 0; field < count; field++) {
      const column = this.#order[field]?.column;
      if (column) setReadCell(column, this.#rows - 1, line, field);
    }
    return true;
  }

  finish(measurement: string): SampleTable {
    const columns = [...this.#columns].map(([name, column]): [string, Column] => [
      name,
      closeColumn(column, this.#rows),
    ]);
    return {
      measurement,
      series: this.#series,
      seriesIndex: this.#seriesIndex.subarray(0, this.#rows),
      timeNs: this.#timeNs.subarray(0, this.#rows),
      columns: Object.fromEntries(columns),
    };
  }

  #column(index: number, name: string, type: FieldType): OpenColumn {
    const expected = this.#order[index];
    if (expected?.name === name) return expected.column;
    const column = this.#columns.get(name) ?? this.#openColumn(name, type);
    this.#order[index] = { name, column };
    return column;
  }

  #openColumn(name: string, type: FieldType): OpenColumn {
    const column = openColumn(type, this.#capacity);
    this.#columns.set(name, column);
    this.#count.cells += this.#capacity + emptyCost;
    return column;
  }

  #openRow(tags: Tags, key: string | undefined, timeNs: bigint): void {
    if (this.#rows === this.#capacity) this.#grow();
    this.#seriesIndex[this.#rows] = this.#indexByTags.get(tags) ?? this.#newIndex(tags, key);
    this.#timeNs[this.#rows] = timeNs;
    this.#rows++;
  }

  #newIndex(tags: Tags, key = seriesKey(tags)): number {
    const index = this.#indexByKey.get(key) ?? this.#series.push(tags) - 1;
    this.#indexByKey.set(key, index);
    this.#indexByTags.set(tags, index);
    return index;
  }

  #grow(): void {
    const capacity = this.#capacity * 2;
    this.#count.cells += this.#capacity * this.#columns.size;
    this.#capacity = capacity;
    this.#seriesIndex = grown(this.#seriesIndex, new Uint32Array(capacity));
    this.#timeNs = grown(this.#timeNs, new BigInt64Array(capacity));
    for (const column of this.#columns.values()) growColumn(column, capacity);
  }
}
