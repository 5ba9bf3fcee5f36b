import type { CellGrid } from './cell-grid.ts';
import type { HallColours } from './colours.ts';
import { labelPx, type Box, type HallLayout, type RackBox } from './hall-layout.ts';
import type { Viewport } from './viewport.ts';

export interface FrameMarks {
  readonly hovered: Box | null;
  readonly selectedRackId: string | null;
}

const nameFromPx = 26;
const gridFromPx = 9;
const seamFromPx = 5;
const widestSignPx = 8;

/** Borders, names and what is chosen: everything that stands still while values change. */
export function drawFrame(
  canvas: HTMLCanvasElement,
  layout: HallLayout,
  grid: CellGrid,
  view: Viewport,
  marks: FrameMarks,
  colours: HallColours,
  ratio: number,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const screen = { width: canvas.width / ratio, height: canvas.height / ratio };
  const visible = layout.racks.filter((box) => isVisible(box, view, screen));
  drawSeams(context, visible, grid, view, colours);
  drawBorders(context, visible, view, colours.strong);
  drawNames(context, visible, view, colours);
  drawLabels(context, layout, view, colours);
  const selected = layout.racks.find(({ rack }) => rack.id === marks.selectedRackId);
  if (selected) outline(context, selected, view, colours.accent, 2, 3);
  if (marks.hovered) outline(context, marks.hovered, view, colours.text, 1.5, 0);
}

function isVisible(
  box: Box,
  { scale, x, y }: Viewport,
  screen: { width: number; height: number },
): boolean {
  const [left, top] = [x + box.x * scale, y + box.y * scale];
  return (
    left < screen.width &&
    top < screen.height &&
    left + box.width * scale > 0 &&
    top + (box.height + labelPx) * scale > 0
  );
}

/** Lines between hosts, and between their GPUs once these are wide enough to be told apart. */
function drawSeams(
  context: CanvasRenderingContext2D,
  racks: readonly RackBox[],
  grid: CellGrid,
  { scale, x, y }: Viewport,
  colours: HallColours,
): void {
  const columnPx = grid.columnPx * scale;
  context.fillStyle = colours.background;
  for (const box of racks) {
    const [left, width] = [Math.round(x + box.x * scale), Math.round(box.width * scale)];
    for (const cell of box.cells) {
      const [top, height] = [Math.round(y + cell.y * scale), Math.round(cell.height * scale)];
      if (height >= seamFromPx) context.fillRect(left, top, width, 1);
      if (columnPx < gridFromPx) continue;
      for (let column = 1; column < grid.across; column += 1) {
        context.fillRect(Math.round(x + box.x * scale + column * columnPx), top, 1, height);
      }
    }
  }
}

function drawBorders(
  context: CanvasRenderingContext2D,
  racks: readonly RackBox[],
  { scale, x, y }: Viewport,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  for (const box of racks) {
    const left = Math.round(x + box.x * scale) - 0.5;
    const top = Math.round(y + box.y * scale) - 0.5;
    const [width, height] = [Math.round(box.width * scale) + 1, Math.round(box.height * scale) + 1];
    context.strokeRect(left, top, width, height);
  }
}

function drawNames(
  context: CanvasRenderingContext2D,
  racks: readonly RackBox[],
  { scale, x, y }: Viewport,
  colours: HallColours,
): void {
  const [first] = racks;
  if (!first || first.width * scale < nameFromPx) return;
  context.font = `11px ${colours.font}`;
  context.fillStyle = colours.muted;
  context.textBaseline = 'top';
  for (const box of racks) {
    const width = box.width * scale;
    const text = shorten(context, box.rack.name, width + 8);
    context.fillText(text, x + box.x * scale, y + (box.y + box.height) * scale + 6);
  }
}

function drawLabels(
  context: CanvasRenderingContext2D,
  { labels }: HallLayout,
  { scale, x, y }: Viewport,
  colours: HallColours,
): void {
  context.font = `500 12px ${colours.font}`;
  context.fillStyle = colours.muted;
  context.textBaseline = 'alphabetic';
  for (const label of labels) {
    const width = label.width * scale;
    if (width < nameFromPx || labelPx * scale < 8) continue;
    const text = shorten(context, label.text, width);
    context.fillText(text, x + label.x * scale, y + (label.y + labelPx) * scale - 5);
  }
}

function outline(
  context: CanvasRenderingContext2D,
  box: Box,
  { scale, x, y }: Viewport,
  colour: string,
  lineWidth: number,
  away: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = lineWidth;
  context.strokeRect(
    x + box.x * scale - away,
    y + box.y * scale - away,
    box.width * scale + 2 * away,
    box.height * scale + 2 * away,
  );
}

/** The end says more than the beginning: racks of a hall differ in their last signs. */
function shorten(context: CanvasRenderingContext2D, text: string, width: number): string {
  // Measuring is dear and most names are short: no sign of this size is wider.
  if (text.length * widestSignPx <= width) return text;
  if (context.measureText(text).width <= width) return text;
  for (let from = 1; from < text.length; from += 1) {
    const shorter = `…${text.slice(from)}`;
    if (context.measureText(shorter).width <= width) return shorter;
  }
  return '';
}
