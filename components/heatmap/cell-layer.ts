import type { CellPicture, CellValues, Palette } from './cell-picture.ts';
import type { HallColours } from './colours.ts';
import type { HallLayout } from './hall-layout.ts';
import { drawAlarms } from './draw-alarms.ts';
import { makeHatch } from './hatch.ts';
import type { Viewport } from './viewport.ts';

/** How far an outline reaches out of its rack, and a hair. */
const reachPx = 5;

/** The canvas of cells: one picture enlarged, hatching and outlines of alarms. Drawn every frame. */
export class CellLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #cells = new PixelCanvas({ alpha: false });
  readonly #mask = new PixelCanvas({});
  readonly #hatched = document.createElement('canvas');
  #hatchedFor = '';
  #clearedFor = '';

  /** @throws Error where the browser has no canvas left to give */
  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = contextOf(canvas, { alpha: false });
  }

  /** Takes new values; `draw` shows them. */
  colour(
    picture: CellPicture,
    values: CellValues,
    palette: Palette,
    nowMs: number,
    staleMs?: number,
  ) {
    picture.colour(values, palette, nowMs, staleMs);
    this.#cells.put(picture.grid.width, picture.grid.height, picture.pixels);
  }

  /** @param ratio device pixels a CSS pixel */
  draw(
    picture: CellPicture,
    layout: HallLayout,
    view: Viewport,
    colours: HallColours,
    ratio: number,
  ): void {
    const context = this.#context;
    this.#clear(picture, view, colours, ratio);
    enlarge(context, this.#cells.canvas, picture, view, ratio);
    if (picture.isHatched) {
      this.#refreshHatched(picture, view, colours, ratio);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(this.#hatched, 0, 0);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawAlarms(context, picture, layout, view, colours);
  }

  /** Strips cover what was there; between them only outlines of alarms reach, while nothing moves. */
  #clear({ grid }: CellPicture, view: Viewport, colours: HallColours, ratio: number): void {
    const { width, height } = this.#canvas;
    const context = this.#context;
    const key = `${view.scale} ${view.x} ${view.y} ${width} ${height} ${colours.background}`;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = colours.background;
    if (key !== this.#clearedFor) {
      this.#clearedFor = key;
      context.fillRect(0, 0, width, height);
      return;
    }
    for (const { y, height: tall } of grid.strips) {
      // Whole pixels: a browser leaves dark lines where it smooths the edges of an opaque canvas.
      const top = Math.floor((view.y + y * view.scale) * ratio);
      const bottom = Math.floor((view.y + (y + tall) * view.scale) * ratio);
      const reach = Math.ceil((reachPx + 1) * ratio);
      context.fillRect(0, top - reach, width, reach + 1);
      context.fillRect(0, bottom - 1, width, reach + 1);
    }
  }

  /** What is hatched changes seldom: it is kept until it, the view or the theme does. */
  #refreshHatched(picture: CellPicture, view: Viewport, colours: HallColours, ratio: number): void {
    const { width, height } = this.#canvas;
    const wanted = [picture.maskVersion, view.scale, view.x, view.y, width, height, colours.hatch];
    const key = wanted.join(' ');
    if (key === this.#hatchedFor) return;
    this.#hatchedFor = key;
    this.#mask.put(picture.grid.width, picture.grid.height, picture.mask);
    this.#hatched.width = width;
    this.#hatched.height = height;
    const context = contextOf(this.#hatched);
    enlarge(context, this.#mask.canvas, picture, view, ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = makeHatch(context, colours.hatch);
    context.fillRect(0, 0, width, height);
  }

  /** The next picture may have the same version as the last. */
  forget(): void {
    this.#clearedFor = '';
    this.#hatchedFor = '';
  }
}

function enlarge(
  context: CanvasRenderingContext2D,
  source: HTMLCanvasElement,
  { grid }: CellPicture,
  view: Viewport,
  ratio: number,
): void {
  context.setTransform(
    ratio * view.scale,
    0,
    0,
    ratio * view.scale,
    ratio * view.x,
    ratio * view.y,
  );
  context.imageSmoothingEnabled = false;
  const bottom = context.canvas.height / ratio;
  const columnPx = grid.columnPx;
  for (const { sourceY, rows, y, height } of grid.strips) {
    const top = view.y + y * view.scale;
    if (rows === 0 || top > bottom || top + height * view.scale < 0) continue;
    context.drawImage(source, 0, sourceY, grid.width, rows, 0, y, grid.width * columnPx, height);
  }
}

/** A canvas whose pixels come from memory. */
class PixelCanvas {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  #image: ImageData | null = null;
  #pixels: Uint32Array | null = null;

  constructor(settings: CanvasRenderingContext2DSettings) {
    this.#context = contextOf(this.canvas, settings);
  }

  put(width: number, height: number, pixels: Uint32Array<ArrayBuffer>): void {
    if (this.#image === null || this.#pixels !== pixels) {
      this.canvas.width = width;
      this.canvas.height = height;
      // A view of the same memory: what is written to the pixels needs no copy to be put.
      const bytes = new Uint8ClampedArray(pixels.buffer);
      this.#image = new ImageData(bytes, width, height);
      this.#pixels = pixels;
    }
    this.#context.putImageData(this.#image, 0, 0);
  }
}

function contextOf(
  canvas: HTMLCanvasElement,
  settings?: CanvasRenderingContext2DSettings,
): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', settings);
  if (!context) throw new Error('draw the hall: the browser gives no canvas');
  return context;
}
