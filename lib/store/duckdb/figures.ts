import type { StoredField } from './catalog.ts';
import { copyInto, type GrowingColumn } from './row-buffer.ts';

/**
 * Figures of one numeric field in the buckets of an open window, one cell a series and bucket. What
 * is kept, and how it combines, is told by statistics.ts: the same in SQL.
 */
export class NumberFigures {
  count: Uint32Array<ArrayBuffer>;
  min: Float64Array<ArrayBuffer>;
  max: Float64Array<ArrayBuffer>;
  sum: Float64Array<ArrayBuffer>;
  last: Float64Array<ArrayBuffer>;
  readonly growth: Growth | null;

  constructor(cells: number, isCounter: boolean) {
    this.count = new Uint32Array(cells);
    this.min = new Float64Array(cells);
    this.max = new Float64Array(cells);
    this.sum = new Float64Array(cells);
    this.last = new Float64Array(cells);
    this.growth = isCounter ? new Growth(cells) : null;
  }

  /** Makes room for more cells. */
  widen(cells: number): void {
    this.count = copyInto(new Uint32Array(cells), this.count);
    this.min = copyInto(new Float64Array(cells), this.min);
    this.max = copyInto(new Float64Array(cells), this.max);
    this.sum = copyInto(new Float64Array(cells), this.sum);
    this.last = copyInto(new Float64Array(cells), this.last);
    this.growth?.widen(cells);
  }

  /** Takes a sample that is newer than those of its cell. */
  add(cell: number, value: number, offsetNs: number): void {
    const count = this.count[cell] ?? 0;
    this.growth?.add(cell, value, offsetNs, count === 0 ? null : (this.last[cell] ?? null));
    this.#widenEnds(cell, value, value);
    this.sum[cell] = (this.sum[cell] ?? 0) + value;
    this.last[cell] = value;
    this.count[cell] = count + 1;
  }

  /** Takes the figures of a cell of finer ones whose samples are newer than those of its own. */
  combine(cell: number, finer: NumberFigures, from: number, shiftNs = 0): void {
    const more = at(finer.count, from);
    if (more === 0) return;
    const count = at(this.count, cell);
    if (this.growth && finer.growth) {
      const before = count === 0 ? null : at(this.last, cell);
      this.growth.combine(cell, finer.growth, from, before, shiftNs);
    }
    this.#widenEnds(cell, at(finer.min, from), at(finer.max, from));
    this.sum[cell] = at(this.sum, cell) + at(finer.sum, from);
    this.last[cell] = at(finer.last, from);
    this.count[cell] = count + more;
  }

  #widenEnds(cell: number, min: number, max: number): void {
    const isFirst = this.count[cell] === 0;
    if (isFirst || min < (this.min[cell] ?? 0)) this.min[cell] = min;
    if (isFirst || max > (this.max[cell] ?? 0)) this.max[cell] = max;
  }
}

/** What a counter's rate needs: first value, times (nanoseconds into the window), increase inside. */
class Growth {
  first: Float64Array<ArrayBuffer>;
  firstAt: Float64Array<ArrayBuffer>;
  lastAt: Float64Array<ArrayBuffer>;
  inner: Float64Array<ArrayBuffer>;

  constructor(cells: number) {
    this.first = new Float64Array(cells);
    this.firstAt = new Float64Array(cells);
    this.lastAt = new Float64Array(cells);
    this.inner = new Float64Array(cells);
  }

  widen(cells: number): void {
    this.first = copyInto(new Float64Array(cells), this.first);
    this.firstAt = copyInto(new Float64Array(cells), this.firstAt);
    this.lastAt = copyInto(new Float64Array(cells), this.lastAt);
    this.inner = copyInto(new Float64Array(cells), this.inner);
  }

  add(cell: number, value: number, offsetNs: number, before: number | null): void {
    if (before === null) {
      this.first[cell] = value;
      this.firstAt[cell] = offsetNs;
    } else this.inner[cell] = (this.inner[cell] ?? 0) + gained(value, before);
    this.lastAt[cell] = offsetNs;
  }

  combine(cell: number, finer: Growth, from: number, before: number | null, shiftNs: number): void {
    const first = finer.first[from] ?? 0;
    if (before === null) {
      this.first[cell] = first;
      this.firstAt[cell] = (finer.firstAt[from] ?? 0) + shiftNs;
    }
    const step = before === null ? 0 : gained(first, before);
    this.inner[cell] = (this.inner[cell] ?? 0) + (finer.inner[from] ?? 0) + step;
    this.lastAt[cell] = (finer.lastAt[from] ?? 0) + shiftNs;
  }
}

/** Words have no figures but the last of them and their number. */
export class TextFigures {
  count: Uint32Array<ArrayBuffer>;
  readonly last: string[] = [];

  constructor(cells: number) {
    this.count = new Uint32Array(cells);
  }

  widen(cells: number): void {
    this.count = copyInto(new Uint32Array(cells), this.count);
  }

  add(cell: number, value: string): void {
    this.count[cell] = (this.count[cell] ?? 0) + 1;
    this.last[cell] = value;
  }

  combine(cell: number, finer: TextFigures, from: number): void {
    const more = finer.count[from] ?? 0;
    if (more === 0) return;
    this.count[cell] = (this.count[cell] ?? 0) + more;
    this.last[cell] = finer.last[from] ?? '';
  }
}

export type FieldFigures = NumberFigures | TextFigures;

/** Adds a cell of finer figures of the same field. */
export function combineFigures(
  figures: FieldFigures,
  cell: number,
  finer: FieldFigures,
  from: number,
  shiftNs = 0,
): void {
  if (figures instanceof TextFigures) {
    if (finer instanceof TextFigures) figures.combine(cell, finer, from);
  } else if (finer instanceof NumberFigures) figures.combine(cell, finer, from, shiftNs);
}

export function openFigures(field: StoredField, cells: number): FieldFigures {
  return field.type === 'string' ? new TextFigures(cells) : new NumberFigures(cells, field.counter);
}

/** Reads a column's cell as a number without making a bigint of it. */
export function numberReader(column: Exclude<GrowingColumn, { type: 'string' }>) {
  const { values } = column;
  if (column.type === 'float' || column.type === 'boolean') {
    return (row: number) => Number(values[row] ?? 0);
  }
  const low = new Uint32Array(values.buffer, values.byteOffset);
  const high = column.type === 'integer' ? new Int32Array(values.buffer, values.byteOffset) : low;
  return (row: number) => (high[2 * row + 1] ?? 0) * 4_294_967_296 + (low[2 * row] ?? 0);
}

function at(values: Float64Array | Uint32Array, cell: number): number {
  return values[cell] ?? 0;
}

/** A counter that fell began again from zero. */
function gained(value: number, before: number): number {
  return value >= before ? value - before : value;
}
