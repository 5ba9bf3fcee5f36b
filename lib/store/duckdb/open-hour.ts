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

  /** Takes rows of minutes that lie in this hour, each series in the order of time. */
  add(minutes: FigureTable, rows: readonly number[]): void {
    this.additions += 1;
    const shiftNs = Number(minutes.baseNs - this.startNs);
    const slots = rows.map((row) => this.#slot(minutes.series[row] ?? 0));
    for (const [field, finer] of minutes.figures) {
      const figures = this.#figuresOf(field);
      for (let index = 0; index < rows.length; index += 1) {
        const from = minutes.cells[rows[index] ?? 0] ?? 0;
        combineFigures(figures, slots[index] ?? 0, finer, from, shiftNs);
      }
    }
  }

  rows(): FigureTable {
    const rows = this.#slots.size;
    return {
      rows,
      series: Int32Array.from(this.#slots.keys()),
      ts: new BigInt64Array(rows).fill(this.startNs),
      baseNs: this.startNs,
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
