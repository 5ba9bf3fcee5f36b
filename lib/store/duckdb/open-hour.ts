import { windowStartNs } from '../rollup-window.ts';
import type { StoredField } from './catalog.ts';
import { combineFigures, openFigures, type FieldFigures } from './figures.ts';
import type { FigureTable } from './open-window.ts';

/** The coarsest rollup of one hour while its minutes are stored, in the order of time. */
export class OpenHour {
  readonly hour: number;
  readonly startNs: bigint;
  readonly #slots = new Map<number, number>();
  readonly #figures = new Map<StoredField, FieldFigures>();
  #capacity = 64;
  /** Grows with every minute. */
  additions = 0;

  constructor(hour: number) {
    this.hour = hour;
    this.startNs = windowStartNs('1h', hour);
  }

  /** Takes the rows of a minute that begins at `startNs`. */
  add(minute: FigureTable, startNs: bigint): void {
    this.additions += 1;
    const shiftNs = Number(startNs - this.startNs);
    const slots = Array.from(minute.series, (series) => this.#slot(series));
    for (const [field, finer] of minute.figures) {
      const figures = this.#figuresOf(field);
      for (let row = 0; row < minute.rows; row += 1) {
        combineFigures(figures, slots[row] ?? 0, finer, minute.cells[row] ?? 0, shiftNs);
      }
    }
  }

  rows(): FigureTable {
    const rows = this.#slots.size;
    return {
      rows,
      series: Int32Array.from(this.#slots.keys()),
      bucket: new Int32Array(rows),
      cells: Int32Array.from({ length: rows }, (_, slot) => slot),
      figures: this.#figures,
    };
  }

  #slot(series: number): number {
    const known = this.#slots.get(series);
    if (known !== undefined) return known;
    const slot = this.#slots.size;
    this.#slots.set(series, slot);
    if (slot >= this.#capacity) {
      this.#capacity *= 2;
      for (const figures of this.#figures.values()) figures.widen(this.#capacity);
    }
    return slot;
  }

  #figuresOf(field: StoredField): FieldFigures {
    const known = this.#figures.get(field);
    if (known) return known;
    const figures = openFigures(field, this.#capacity);
    this.#figures.set(field, figures);
    return figures;
  }
}
