import type { BucketGrid } from './bucket-grid.ts';
import { isGrowth, type Growth } from './growth.ts';
import type { Aggregate } from './store.ts';
import { combineFigures, gain, type Figures } from './figures.ts';

/** Collects one field of one series into buckets; figures come in the order of time. */
export class BucketFill {
  readonly #grid: BucketGrid;
  readonly #figures: (Figures | undefined)[] = [];
  readonly #gains: number[] = [];
  readonly #spansMs: number[] = [];
  #before: Figures | null = null;

  constructor(grid: BucketGrid) {
    this.#grid = grid;
  }

  add(timeMs: number, figures: Figures): void {
    const before = this.#before;
    this.#before = figures;
    const bucket = Math.floor((timeMs - this.#grid.startMs) / this.#grid.stepMs);
    if (bucket < 0 || bucket >= this.#grid.buckets) return;
    const known = this.#figures[bucket];
    this.#figures[bucket] = known ? combineFigures(known, figures) : figures;
    const step = before ? gain(before.last, figures.first) : 0;
    this.#gains[bucket] = (this.#gains[bucket] ?? 0) + step + figures.inner;
    const sinceMs = before?.lastAtMs ?? figures.firstAtMs;
    this.#spansMs[bucket] = (this.#spansMs[bucket] ?? 0) + figures.lastAtMs - sinceMs;
  }

  values(aggregate: Aggregate): (number | null)[] {
    return Array.from({ length: this.#grid.buckets }, (_, bucket) => {
      const figures = this.#figures[bucket];
      if (!figures) return null;
      if (!isGrowth(aggregate)) return plainValue(figures, aggregate);
      const spanMs = this.#spansMs[bucket] ?? 0;
      const gained = this.#gains[bucket] ?? 0;
      if (spanMs <= 0) return null;
      return aggregate === 'increase' ? gained : (gained / spanMs) * 1_000;
    });
  }
}

function plainValue(figures: Figures, aggregate: Exclude<Aggregate, Growth>): number {
  switch (aggregate) {
    case 'mean':
      return figures.sum / figures.count;
    case 'sum':
    case 'count':
    case 'min':
    case 'max':
    case 'last':
      return figures[aggregate];
  }
}
