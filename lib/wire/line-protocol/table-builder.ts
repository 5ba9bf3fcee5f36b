import type { FieldType } from '#lib/model/metric.ts';
import type { Column, FieldValue, SampleTable, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { closeColumn, growColumn, grown, openColumn, setCell, type OpenColumn } from './columns.ts';

/** A point with its fields as two arrays: `names[i]` has `values[i]`. */
export interface Row {
  readonly measurement: string;
  readonly tags: Tags;
  readonly names: readonly string[];
  readonly values: readonly FieldValue[];
  readonly timeNs: bigint;
}

/** Counts what growing tables cost: a cell is one value or gap of a column. */
export interface CellCount {
  cells: number;
}

/** What a column or a table costs before its first row, in cells of about 9 bytes. */
const emptyCost = 128;
const firstCapacity = 4;

/** One table while rows are added. */
export class TableBuilder {
  readonly #count: CellCount;
  readonly #columns = new Map<string, OpenColumn>();
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
    for (const [index, name] of row.names.entries()) {
      const field = row.values[index];
      if (!field) continue;
      const column = this.#column(name, field.type);
      if (column.type !== field.type) {
        rest ??= { names: [], values: [] };
        rest.names.push(name);
        rest.values.push(field);
        continue;
      }
      if (!isOpen) this.#addRow(row.tags, row.timeNs);
      isOpen = true;
      setCell(column, this.#rows - 1, field);
    }
    return rest && { ...row, ...rest };
  }

  finish(measurement: string): SampleTable {
    const columns = [...this.#columns].map(([name, column]): [string, Column] => [
      name,
      closeColumn(column, this.#rows),
    ]);
    return {
      measurement,
      series: this.#series,
      seriesIndex: this.#seriesIndex.slice(0, this.#rows),
      timeNs: this.#timeNs.slice(0, this.#rows),
      columns: Object.fromEntries(columns),
    };
  }

  #column(name: string, type: FieldType): OpenColumn {
    const known = this.#columns.get(name);
    if (known) return known;
    const made = openColumn(type, this.#capacity);
    this.#columns.set(name, made);
    this.#count.cells += this.#capacity + emptyCost;
    return made;
  }

  #addRow(tags: Tags, timeNs: bigint): void {
    if (this.#rows === this.#capacity) this.#grow();
    this.#seriesIndex[this.#rows] = this.#indexOf(tags);
    this.#timeNs[this.#rows] = timeNs;
    this.#rows++;
  }

  #indexOf(tags: Tags): number {
    const known = this.#indexByTags.get(tags);
    if (known !== undefined) return known;
    const key = seriesKey(tags);
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
