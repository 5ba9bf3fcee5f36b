// Runs in the browser: the drawing modules of the pages, driven by frames as the server sends them.
import { makeGrid, columnsFor } from '#components/heatmap/cell-grid.ts';
import { CellLayer } from '#components/heatmap/cell-layer.ts';
import { CellPicture } from '#components/heatmap/cell-picture.ts';
import { mapCells, mostOfOneHost } from '#components/heatmap/cell-runs.ts';
import { makePalette, readColours } from '#components/heatmap/colours.ts';
import { drawFrame } from '#components/heatmap/draw-frame.ts';
import { layOutHall } from '#components/heatmap/hall-layout.ts';
import { findHeatMetric } from '#components/heatmap/heat-metric.ts';
import { fitMap, panBy, zoomAt, type Viewport } from '#components/heatmap/viewport.ts';
import { decodeFrame, encodeFrame } from '#lib/wire/live-frame.ts';
import { makeHall } from './hall.ts';

export interface DriveOptions {
  readonly gpus: number;
  readonly frames: number;
  /** The view changes with every frame too. */
  readonly moves: boolean;
}

export interface DriveResult {
  readonly frames: number;
  readonly seconds: number;
  /** Of our own work on the main thread, one number a frame. */
  readonly workMs: readonly number[];
}

declare global {
  interface Window {
    /** Nothing but the browser's own callback on a canvas of the same size. */
    driveEmpty: (frames: number) => Promise<DriveResult>;
    driveHall: (options: DriveOptions) => Promise<DriveResult>;
  }
}

/** Frames that take turns: a wave of heat through the hall, in and out of what is alarming. */
const waveFrames = 30;
/** Samples of what each frame cost; more are not kept, so that they are not taken for a leak. */
const mostSamples = 2_000;
const noInsets = { top: 0, right: 0, bottom: 0, left: 0 };

window.driveEmpty = (frames) => {
  const context = canvasOf('cells').getContext('2d');
  context?.fillRect(0, 0, 1, 1);
  return drive(frames, () => undefined);
};

window.driveHall = ({ gpus, frames, moves }) => {
  const hall = makeHall(gpus);
  const [cells, frame] = [canvasOf('cells'), canvasOf('frame')];
  const screen = { width: cells.clientWidth, height: cells.clientHeight };
  const layout = layOutHall(hall.sites, hall.racks, hall.placements, screen.width / screen.height);
  const grid = makeGrid(layout, columnsFor(mostOfOneHost(hall.entities)));
  const picture = new CellPicture(grid, mapCells(grid, hall.entities), layout.racks.length);
  const layer = new CellLayer(cells);
  const colours = readColours(cells);
  const palette = makePalette(findHeatMetric('gpu-temperature'), 'inferno', colours);
  picture.begin(palette);
  const nowMs = 1_700_000_000_000;
  const messages = waveOfFrames(hall.entities.length, nowMs);
  const still = fitMap(layout, screen, noInsets);
  const marks = { hovered: null, selectedRackId: 'rack-3' };
  let view: Viewport = still;
  drawFrame(frame, layout, grid, view, marks, colours, 1);
  return drive(frames, (at) => {
    const { sampleTimesMs, columns } = decodeFrame(messages[at % waveFrames] ?? new ArrayBuffer(0));
    const [values] = columns;
    if (!values) return;
    if (moves) {
      const zoomed = zoomAt(still, 1.5 + Math.sin(at / 40), 400, 300, still.scale);
      view = panBy(zoomed, 80 * Math.sin(at / 25), 60 * Math.cos(at / 25), layout, screen);
      drawFrame(frame, layout, grid, view, marks, colours, 1);
    }
    layer.colour(picture, { values, timesMs: sampleTimesMs }, palette, nowMs);
    layer.draw(picture, layout, view, colours, 1);
  });
};

function drive(frames: number, work: (at: number) => void): Promise<DriveResult> {
  const workMs: number[] = [];
  let startMs = 0;
  return new Promise((resolve) => {
    const step = (at: number): void => {
      const before = performance.now();
      if (at === 0) startMs = before;
      work(at);
      const now = performance.now();
      if (workMs.length < mostSamples) workMs.push(now - before);
      if (at < frames) requestAnimationFrame(() => step(at + 1));
      else resolve({ frames, seconds: (now - startMs) / 1000, workMs });
    };
    requestAnimationFrame(() => step(0));
  });
}

function waveOfFrames(entities: number, nowMs: number): ArrayBuffer[] {
  const sampleTimesMs = new Float64Array(entities).fill(nowMs - 500);
  return Array.from({ length: waveFrames }, (_, phase) => {
    const values = Float32Array.from({ length: entities }, (__, at) => {
      const wave = Math.sin(at / 97 + (phase * 2 * Math.PI) / waveFrames);
      return 60 + 28 * wave + ((at * 7919) % 13) / 4;
    });
    const frame = { id: 'bench', layout: 1, seq: phase, timeMs: nowMs, sampleTimesMs };
    return encodeFrame({ ...frame, columns: [values] }).buffer;
  });
}

function canvasOf(id: string): HTMLCanvasElement {
  const canvas = document.getElementById(id);
  if (canvas instanceof HTMLCanvasElement) return canvas;
  throw new Error(`drive the heatmap: the page has no canvas ${id}`);
}
