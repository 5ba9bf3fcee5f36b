import type { CellPicture } from './cell-picture.ts';
import type { HallColours } from './colours.ts';
import { unitPx, type HallLayout } from './hall-layout.ts';
import type { Viewport } from './viewport.ts';

/** Below this an outline would hide the cell it is about: the rack is outlined instead. */
const smallestOutlinedCellPx = 7;
/** And below this the rack has a bar over it. */
const smallestOutlinedRackPx = 18;

/**
 * An alarm is an outline, never a colour of the ramp. One call an outline: a browser draws a
 * thousand rectangles faster than one path of them. The context's unit is a CSS pixel.
 */
export function drawAlarms(
  context: CanvasRenderingContext2D,
  picture: CellPicture,
  layout: HallLayout,
  view: Viewport,
  colours: HallColours,
): void {
  const isClose = picture.grid.columnPx * view.scale >= smallestOutlinedCellPx;
  context.lineWidth = 2;
  for (let level = 1; level <= 2; level += 1) {
    const colour = level === 1 ? colours.warning : colours.critical;
    context.strokeStyle = colour;
    context.fillStyle = colour;
    if (isClose) outlineCells(context, picture, view, level);
    else outlineRacks(context, picture, layout, view, level);
  }
}

function outlineRacks(
  context: CanvasRenderingContext2D,
  { rackLevels }: CellPicture,
  { racks }: HallLayout,
  { scale, x, y }: Viewport,
  level: number,
): void {
  for (let index = 0; index < racks.length; index += 1) {
    if (rackLevels[index] !== level) continue;
    const box = racks[index];
    if (!box) continue;
    const left = Math.round(x + box.x * scale);
    const top = Math.round(y + box.y * scale);
    const width = Math.round(box.width * scale);
    if (width < smallestOutlinedRackPx) context.fillRect(left, top - 3, width, 3);
    else context.strokeRect(left - 2, top - 2, width + 4, Math.round(box.height * scale) + 4);
  }
}

function outlineCells(
  context: CanvasRenderingContext2D,
  { grid, runs, levels }: CellPicture,
  { scale, x, y }: Viewport,
  level: number,
): void {
  const rowPx = grid.unitU * unitPx * scale;
  const columnPx = grid.columnPx * scale;
  const { width: right, height: bottom } = context.canvas;
  for (let run = 0; run < runs.count; run += 1) {
    if (levels[run] !== level) continue;
    const offset = runs.offset[run] ?? 0;
    const row = Math.floor(offset / grid.width);
    const strip = grid.strips[grid.stripOfRow[row] ?? 0];
    if (!strip) continue;
    const left = x + (offset % grid.width) * columnPx;
    const top = y + strip.y * scale + (row - strip.sourceY) * rowPx;
    const [width, height] = [(runs.wide[run] ?? 1) * columnPx, (runs.tall[run] ?? 1) * rowPx];
    if (left > right || top > bottom || left + width < 0 || top + height < 0) continue;
    // A gap to the edge: amber on yellow would not be seen.
    context.strokeRect(left + 2, top + 2, width - 4, height - 4);
  }
}
