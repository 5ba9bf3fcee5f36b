import { millisecondNs } from '../nanoseconds.ts';
import { windowStartNs } from '../rollup-window.ts';
import { rollupSpecs, tierSpecs } from '../tier.ts';
import type { StoredField } from './catalog.ts';
import {
  combineFigures,
  numberReader,
  NumberFigures,
  openFigures,
  TextFigures,
  type FieldFigures,
} from './figures.ts';
import type { GrowingColumn, RowBuffer } from './row-buffer.ts';
import type { SeriesTimes } from './series-times.ts';

const bucketNs = tierSpecs['10s'].widthMs * Number(millisecondNs);
const spanNs = rollupSpecs['10s'].windowMs * Number(millisecondNs);
const bucketsPerWindow = spanNs / bucketNs;

/** Figures of many fields, one row a series and bucket. */
export interface FigureTable {
  readonly rows: number;
  readonly series: Int32Array;
  /** Start of each row's bucket. */
  readonly ts: BigInt64Array;
  /** Cell of each row in the figures. */
  readonly cells: Int32Array;
  readonly figures: ReadonlyMap<StoredField, FieldFigures>;
  /** From when on a counter's times are counted. */
  readonly baseNs: bigint;
}

/**
 * The first rollup of one window while its samples arrive. It has to see all of them, each series
 * in the order of time; otherwise the rollup is made from what is stored.
 */
export class OpenWindow {
  readonly window: number;
  readonly startNs: bigint;
  readonly #startLow: number;
  readonly #startHigh: number;
  readonly #slots = new Map<number, number>();
  readonly #series: number[] = [];
  readonly #figures = new Map<StoredField, FieldFigures>();
  #filled = new Uint8Array(64 * bucketsPerWindow);
  /** Grows with each feeding. */
  feedings = 0;

  constructor(window: number) {
    this.window = window;
    this.startNs = windowStartNs('10s', window);
    this.#startLow = Number(BigInt.asUintN(32, this.startNs));
    this.#startHigh = Number(this.startNs >> 32n);
  }

  /** About what it holds in memory. */
  get bytes(): number {
    return this.#figures.size * this.#filled.length * 44;
  }

  /** Nanoseconds into the window of a time given by its halves; may lie outside. */
  offset(low: number, high: number): number {
    return (high - this.#startHigh) * 4_294_967_296 + (low - this.#startLow);
  }

  covers(offsetNs: number): boolean {
    return offsetNs >= 0 && offsetNs < spanNs;
  }

  /** True once every series in it has gone on to later windows. */
  isPassed(times: SeriesTimes): boolean {
    const endNs = this.startNs + BigInt(spanNs);
    return this.#series.every((series) => times.last(series) >= endNs);
  }

  /** Takes the rows `[from, to)` of a buffer, all of which lie in this window. */
  feed(buffer: RowBuffer, from: number, to: number, offsets: Float64Array): void {
    this.feedings += 1;
    const cells = new Int32Array(to - from);
    for (let row = from; row < to; row += 1) {
      const slot = this.#slot(buffer.series[row] ?? 0);
      const cell = slot * bucketsPerWindow + Math.floor((offsets[row] ?? 0) / bucketNs);
      cells[row - from] = cell;
      this.#filled[cell] = 1;
    }
    for (const [field, column] of buffer.columns) {
      const figures = this.#figuresOf(field);
      if (column.type === 'string') {
        if (figures instanceof TextFigures) feedText(figures, column, cells, from);
      } else if (figures instanceof NumberFigures) {
        feedNumbers(figures, column, cells, from, offsets);
      }
    }
  }

  /** Rows of the first rollup. */
  buckets(): FigureTable {
    const cells = this.#filledCells();
    const rows = cells.length;
    const series = new Int32Array(rows);
    const ts = new BigInt64Array(rows);
    const starts = Array.from(
      { length: bucketsPerWindow },
      (_, bucket) => this.startNs + BigInt(bucket * bucketNs),
    );
    for (let row = 0; row < rows; row += 1) {
      const cell = cells[row] ?? 0;
      series[row] = this.#series[Math.floor(cell / bucketsPerWindow)] ?? 0;
      ts[row] = starts[cell % bucketsPerWindow] ?? 0n;
    }
    return { rows, cells, series, ts, figures: this.#figures, baseNs: this.startNs };
  }

  /** Rows of the window as one bucket, which is what the second rollup keeps. */
  whole(): FigureTable {
    const slots = this.#series.length;
    const figures = new Map<StoredField, FieldFigures>();
    for (const [field, finer] of this.#figures) {
      const whole = openFigures(field, slots);
      for (let cell = 0; cell < slots * bucketsPerWindow; cell += 1) {
        const slot = Math.floor(cell / bucketsPerWindow);
        combineFigures(whole, slot, finer, cell);
      }
      figures.set(field, whole);
    }
    const cells = Int32Array.from({ length: slots }, (_, slot) => slot);
    return {
      rows: slots,
      cells,
      series: Int32Array.from(this.#series),
      ts: new BigInt64Array(slots).fill(this.startNs),
      figures,
      baseNs: this.startNs,
    };
  }

  #filledCells(): Int32Array {
    const cells = new Int32Array(this.#series.length * bucketsPerWindow);
    let rows = 0;
    for (let cell = 0; cell < cells.length; cell += 1) {
      if (this.#filled[cell] === 1) cells[rows++] = cell;
    }
    return cells.slice(0, rows);
  }

  #slot(series: number): number {
    const known = this.#slots.get(series);
    if (known !== undefined) return known;
    const slot = this.#series.push(series) - 1;
    this.#slots.set(series, slot);
    if ((slot + 1) * bucketsPerWindow > this.#filled.length) this.#widen();
    return slot;
  }

  #widen(): void {
    const filled = new Uint8Array(this.#filled.length * 2);
    filled.set(this.#filled);
    this.#filled = filled;
    for (const figures of this.#figures.values()) figures.widen(filled.length);
  }

  #figuresOf(field: StoredField): FieldFigures {
    const known = this.#figures.get(field);
    if (known) return known;
    const figures = openFigures(field, this.#filled.length);
    this.#figures.set(field, figures);
    return figures;
  }
}

type NumberColumn = Exclude<GrowingColumn, { type: 'string' }>;

function feedNumbers(
  figures: NumberFigures,
  column: NumberColumn,
  cells: Int32Array,
  from: number,
  offsets: Float64Array,
): void {
  const read = numberReader(column);
  const { present } = column;
  for (let index = 0; index < cells.length; index += 1) {
    const row = from + index;
    if (present[row] === 1) figures.add(cells[index] ?? 0, read(row), offsets[row] ?? 0);
  }
}

function feedText(
  figures: TextFigures,
  { values, present }: Extract<GrowingColumn, { type: 'string' }>,
  cells: Int32Array,
  from: number,
): void {
  for (let index = 0; index < cells.length; index += 1) {
    const row = from + index;
    if (present[row] === 1) figures.add(cells[index] ?? 0, values[row] ?? '');
  }
}
