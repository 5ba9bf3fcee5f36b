import { makeGrid, columnsFor, type CellGrid } from './cell-grid.ts';
import { CellLayer } from './cell-layer.ts';
import { CellPicture, staleAfterMs, type Palette } from './cell-picture.ts';
import { mapCells, mostOfOneHost } from './cell-runs.ts';
import { makePalette, readColours, type HallColours } from './colours.ts';
import { drawFrame } from './draw-frame.ts';
import { findAt, type Box, type HallLayout, type HostCell, type RackBox } from './hall-layout.ts';
import type { HeatMetric } from './heat-metric.ts';
import type { RampName } from './ramp.ts';
import { fitMap, panBy, toMap, zoomAt, type Insets, type Size, type Viewport } from './viewport.ts';

type Entity = Readonly<Record<string, string>>;

/** Newest values of everything in the hall, as live frames and replays both have them. */
export interface SceneFrame {
  /** The same object until the set changes. */
  readonly entities: readonly Entity[];
  readonly values: Float32Array;
  readonly timesMs: Float64Array;
  readonly nowMs: number;
  /** Infinity where the age of a value says nothing, as in a replay. */
  readonly staleMs?: number;
}

/** What is under the pointer. */
export interface Found {
  readonly rack: RackBox;
  readonly cell: HostCell | null;
  /** Tags of the GPU, or of the host where one value is all it has. */
  readonly entity: Entity | null;
  /** Of the value drawn there; null is a gap. */
  readonly value: number | null;
  readonly timeMs: number | null;
}

const noInsets: Insets = { top: 0, right: 0, bottom: 0, left: 0 };
const nothing: readonly Entity[] = [];

/** The map on its two canvases. Whatever changes is drawn once, at the next animation frame. */
export class HallScene {
  readonly #cells: HTMLCanvasElement;
  readonly #frameCanvas: HTMLCanvasElement;
  readonly #layer: CellLayer;
  #layout: HallLayout | null = null;
  #metric: HeatMetric | null = null;
  #palette: Palette | null = null;
  #colours: HallColours;
  #entities: readonly Entity[] = nothing;
  #grid: CellGrid | null = null;
  #picture: CellPicture | null = null;
  #newest: SceneFrame | null = null;
  #screen: Size = { width: 1, height: 1 };
  #insets = noInsets;
  #view: Viewport = { scale: 1, x: 0, y: 0 };
  /** Until somebody moves it, the map fits whatever the screen becomes. */
  #isFitted = true;
  #hovered: Box | null = null;
  #selectedRackId: string | null = null;
  #wanted = 0;
  #isFrameDue = true;

  constructor(cells: HTMLCanvasElement, frame: HTMLCanvasElement) {
    this.#cells = cells;
    this.#frameCanvas = frame;
    this.#layer = new CellLayer(cells);
    this.#colours = readColours(cells);
  }

  setHall(layout: HallLayout): void {
    this.#layout = layout;
    this.#rebuild();
    this.#refit();
  }

  /** @param ramp read again together with the tokens of the theme */
  setMetric(metric: HeatMetric, ramp: RampName): void {
    this.#colours = readColours(this.#cells);
    this.#palette = makePalette(metric, ramp, this.#colours);
    if (metric.id !== this.#metric?.id) {
      this.#newest = null;
      this.#entities = nothing;
    }
    this.#metric = metric;
    this.#rebuild();
  }

  take(frame: SceneFrame): void {
    this.#newest = frame;
    if (frame.entities !== this.#entities) {
      this.#entities = frame.entities;
      this.#rebuild();
      return;
    }
    this.#colour(frame.nowMs);
  }

  /** Values grow old between frames, and when frames stop. */
  age(nowMs: number): void {
    this.#colour(nowMs);
  }

  resize(screen: Size, insets: Insets): void {
    this.#screen = screen;
    this.#insets = insets;
    for (const canvas of [this.#cells, this.#frameCanvas]) {
      const [width, height] = [screen.width * devicePixelRatio, screen.height * devicePixelRatio];
      // Setting a canvas's size clears it, so only when it changes.
      if (canvas.width !== Math.round(width)) canvas.width = Math.round(width);
      if (canvas.height !== Math.round(height)) canvas.height = Math.round(height);
    }
    this.#layer.forget();
    this.#refit();
  }

  fit(): void {
    this.#isFitted = true;
    this.#refit();
  }

  zoom(factor: number, x = this.#screen.width / 2, y = this.#screen.height / 2): void {
    if (!this.#layout) return;
    const least = fitMap(this.#layout, this.#screen, this.#insets).scale / 2;
    this.#move(zoomAt(this.#view, factor, x, y, least));
  }

  pan(dx: number, dy: number): void {
    this.#move(this.#view, dx, dy);
  }

  /** Moves the map so that nothing that lies over it hides the rack. */
  reveal(rackId: string, { top, right, bottom, left }: Insets): void {
    const box = this.#layout?.racks.find(({ rack }) => rack.id === rackId);
    if (!box) return;
    const { scale, x, y } = this.#view;
    const { width, height } = this.#screen;
    const margin = 16;
    const into = (at: number, length: number, from: number, to: number): number =>
      at < from ? from - at : Math.min(0, to - (at + length));
    const dx = into(x + box.x * scale, box.width * scale, left + margin, width - right - margin);
    const dy = into(y + box.y * scale, box.height * scale, top + margin, height - bottom - margin);
    if (dx !== 0 || dy !== 0) this.pan(dx, dy);
  }

  select(rackId: string | null): void {
    if (rackId === this.#selectedRackId) return;
    this.#selectedRackId = rackId;
    this.#request(true);
  }

  /** @returns what is under a point of the screen, which is outlined from then on */
  hover(x: number, y: number): Found | null {
    const found = this.find(x, y);
    const box = found && (this.#entityBox(found, x) ?? found.cell ?? found.rack);
    if (!sameBox(box, this.#hovered)) {
      this.#hovered = box;
      this.#request(true);
    }
    return found;
  }

  leave(): void {
    if (this.#hovered === null) return;
    this.#hovered = null;
    this.#request(true);
  }

  find(x: number, y: number): Found | null {
    if (!this.#layout) return null;
    const point = toMap(this.#view, x, y);
    const found = findAt(this.#layout, point.x, point.y);
    if (!found) return null;
    return { ...found, ...this.#read(found.cell && this.#rowAt(found.cell, point.x)) };
  }

  #read(row: number | null): Pick<Found, 'entity' | 'value' | 'timeMs'> {
    if (row === null || !this.#newest) return { entity: null, value: null, timeMs: null };
    const { values, timesMs } = this.#newest;
    const value = values[row] ?? Number.NaN;
    return {
      entity: this.#entities[row] ?? null,
      value: Number.isNaN(value) ? null : value,
      timeMs: timesMs[row] ?? null,
    };
  }

  close(): void {
    cancelAnimationFrame(this.#wanted);
  }

  #move(view: Viewport, dx = 0, dy = 0): void {
    if (!this.#layout) return;
    this.#isFitted = false;
    this.#view = panBy(view, dx, dy, this.#layout, this.#screen);
    this.#request(true);
  }

  #refit(): void {
    if (this.#layout && this.#isFitted) {
      this.#view = fitMap(this.#layout, this.#screen, this.#insets);
    }
    this.#request(true);
  }

  #rebuild(): void {
    if (!this.#layout || !this.#palette) return;
    this.#grid = makeGrid(this.#layout, columnsFor(mostOfOneHost(this.#entities)));
    const runs = mapCells(this.#grid, this.#entities);
    this.#picture = new CellPicture(this.#grid, runs, this.#layout.racks.length);
    this.#picture.begin(this.#palette);
    this.#layer.forget();
    this.#isFrameDue = true;
    this.#colour(this.#newest?.nowMs ?? 0);
  }

  #colour(nowMs: number): void {
    if (!this.#picture || !this.#palette) return;
    const { values, timesMs, staleMs = staleAfterMs } = this.#newest ?? emptyFrame();
    this.#layer.colour(this.#picture, { values, timesMs }, this.#palette, nowMs, staleMs);
    this.#request(false);
  }

  /** Hidden tabs get no animation frames: they cost nothing. */
  #request(isFrameDue: boolean): void {
    this.#isFrameDue ||= isFrameDue;
    if (this.#wanted === 0) this.#wanted = requestAnimationFrame(this.#draw);
  }

  readonly #draw = (): void => {
    this.#wanted = 0;
    const [layout, picture, view] = [this.#layout, this.#picture, this.#view];
    if (!layout || !picture) return;
    const ratio = devicePixelRatio;
    this.#layer.draw(picture, layout, view, this.#colours, ratio);
    if (!this.#isFrameDue) return;
    this.#isFrameDue = false;
    const marks = { hovered: this.#hovered, selectedRackId: this.#selectedRackId };
    drawFrame(this.#frameCanvas, layout, picture.grid, view, marks, this.#colours, ratio);
  };

  /** Row of the frame's columns. */
  #rowAt(cell: HostCell, x: number): number | null {
    const own = this.#picture?.runs.byHost.get(cell.host);
    if (!own) return null;
    const slot = Math.floor(((x - cell.x) / cell.width) * own.length);
    const run = own[Math.min(own.length - 1, Math.max(0, slot))] ?? -1;
    return this.#picture?.runs.entity[run] ?? null;
  }

  #entityBox({ cell }: Found, screenX: number): Box | null {
    const runs = cell && this.#picture?.runs.byHost.get(cell.host);
    if (!cell || !runs) return null;
    const width = cell.width / runs.length;
    const slot = Math.floor((toMap(this.#view, screenX, 0).x - cell.x) / width);
    return { x: cell.x + slot * width, y: cell.y, width, height: cell.height };
  }
}

function emptyFrame(): Pick<SceneFrame, 'values' | 'timesMs' | 'staleMs'> {
  return { values: new Float32Array(0), timesMs: new Float64Array(0) };
}

function sameBox(one: Box | null, other: Box | null): boolean {
  if (one === null || other === null) return one === other;
  return one.x === other.x && one.y === other.y && one.width === other.width;
}
