import type { CellGrid } from './cell-grid.ts';
import type { CellRuns } from './cell-runs.ts';

/** What a cell shows. A stale value keeps its colour under hatching; a missing one has none. */
export const fresh = 0;
export const stale = 1;
export const missing = 2;

/** Older than this a value is not current: three rounds of an agent at its default of one second. */
export const staleAfterMs = 5_000;

/** How values become pixels. */
export interface Palette {
  readonly domain: readonly [number, number];
  /** One pixel a step of the ramp. */
  readonly fresh: Uint32Array;
  readonly stale: Uint32Array;
  readonly missing: number;
  /** Between the racks. */
  readonly background: number;
  /** From here on a cell is outlined; ascending, the last of several critical. */
  readonly thresholds: readonly number[];
}

/** One value an entity and the time of its sample, as frames carry them; NaN = gap. */
export interface CellValues {
  readonly values: Float32Array;
  readonly timesMs: Float64Array;
}

/** The cells of a hall as pixels, with what is hatched and what is outlined. Makes no garbage. */
export class CellPicture {
  readonly grid: CellGrid;
  readonly runs: CellRuns;
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Opaque where a cell is stale or missing. */
  readonly mask: Uint32Array<ArrayBuffer>;
  /** Grows whenever the mask changes. */
  maskVersion = 0;
  /** Any cell of the mask is set. */
  isHatched: boolean;
  /** 0 none, 1 warning, 2 critical: a run each, and the worst of a rack. */
  readonly levels: Uint8Array;
  readonly rackLevels: Uint8Array;
  readonly #states: Uint8Array;
  readonly #silentHosts: boolean;
  #notFresh = 0;

  constructor(grid: CellGrid, runs: CellRuns, racks: number) {
    this.grid = grid;
    this.runs = runs;
    this.pixels = new Uint32Array(grid.width * grid.height);
    this.mask = new Uint32Array(grid.width * grid.height);
    this.levels = new Uint8Array(runs.count);
    this.rackLevels = new Uint8Array(racks);
    this.#states = new Uint8Array(runs.count).fill(missing);
    this.#notFresh = runs.count;
    this.#silentHosts = runs.byHost.size < grid.hosts.size;
    this.isHatched = this.#silentHosts || runs.count > 0;
    for (const { offset, rows } of grid.hosts.values()) {
      this.#fill(this.mask, offset, grid.across, rows, opaque);
    }
  }

  /** Hosts of which no frame has anything keep this colour. */
  begin(palette: Palette): void {
    this.pixels.fill(palette.background);
    for (const { offset, rows } of this.grid.hosts.values()) {
      this.#fill(this.pixels, offset, this.grid.across, rows, palette.missing);
    }
  }

  /** @param nowMs by the clock of the samples; cells older than `staleMs` are stale */
  // eslint-disable-next-line complexity -- runs for every GPU of every frame: calls in it cost a third more
  colour({ values, timesMs }: CellValues, palette: Palette, nowMs: number, staleMs = staleAfterMs) {
    const { pixels, levels, rackLevels } = this;
    const states = this.#states;
    const { fresh: ramp, stale: faded, missing: blank } = palette;
    const { count, entity, offset, isSingle, rack } = this.runs;
    const { low, perUnit, warning, critical } = scaleOf(palette);
    const last = ramp.length - 1;
    const oldestMs = nowMs - staleMs;
    rackLevels.fill(0);
    for (let run = 0; run < count; run += 1) {
      const row = entity[run] ?? 0;
      const value = values[row] ?? Number.NaN;
      let state = missing;
      let level = 0;
      let pixel = blank;
      // Only a gap differs from itself.
      if (value === value) {
        const step = (value - low) * perUnit;
        const at = step <= 0 ? 0 : step >= last ? last : step | 0;
        if ((timesMs[row] ?? 0) < oldestMs) {
          state = stale;
          pixel = faded[at] ?? blank;
        } else {
          state = fresh;
          pixel = ramp[at] ?? blank;
          if (value >= warning) level = value >= critical ? 2 : 1;
        }
      }
      const at = offset[run] ?? 0;
      if (isSingle) pixels[at] = pixel;
      else this.#fillRun(pixels, run, pixel);
      if (state !== states[run]) this.#enter(run, state);
      levels[run] = level;
      if (level > 0) raise(rackLevels, rack[run] ?? 0, level);
    }
    this.isHatched = this.#silentHosts || this.#notFresh > 0;
  }

  /** What the cell of a run showed last. */
  state(run: number): number {
    return this.#states[run] ?? missing;
  }

  #enter(run: number, state: number): void {
    const before = this.#states[run];
    this.#states[run] = state;
    this.#notFresh += Number(state !== fresh) - Number(before !== fresh);
    this.#fillRun(this.mask, run, state === fresh ? 0 : opaque);
    this.maskVersion += 1;
  }

  #fillRun(pixels: Uint32Array, run: number, pixel: number): void {
    const { offset, wide, tall } = this.runs;
    this.#fill(pixels, offset[run] ?? 0, wide[run] ?? 1, tall[run] ?? 1, pixel);
  }

  #fill(pixels: Uint32Array, offset: number, wide: number, tall: number, pixel: number): void {
    for (let row = 0, at = offset; row < tall; row += 1, at += this.grid.width) {
      for (let column = 0; column < wide; column += 1) pixels[at + column] = pixel;
    }
  }
}

const opaque = 0xff_00_00_00;

function scaleOf({ domain: [low, high], fresh: { length }, thresholds }: Palette) {
  return {
    low: low - (high - low) / (length - 1) / 2,
    perUnit: (length - 1) / (high - low),
    warning: thresholds[0] ?? Infinity,
    critical: thresholds.length > 1 ? (thresholds.at(-1) ?? Infinity) : Infinity,
  };
}

function raise(levels: Uint8Array, at: number, level: number): void {
  if (level > (levels[at] ?? 0)) levels[at] = level;
}
