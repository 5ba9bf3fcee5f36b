import type { Box, HallLayout, HostCell, RackBox } from './hall-layout.ts';
import type { HeatMetric } from './heat-metric.ts';
import type { HostValue } from './host-values.ts';
import { rampColour, type RampName } from './ramp.ts';

/** What a cell shows. A stale value keeps its colour under hatching; a missing one has none. */
export type CellState = 'fresh' | 'stale' | 'missing';

/** Older than this a value is not current: three rounds of an agent at its default of one second. */
export const staleAfterMs = 5_000;

export interface HallPicture {
  readonly layout: HallLayout;
  readonly metric: HeatMetric;
  readonly ramp: RampName;
  readonly values: ReadonlyMap<string, HostValue>;
  /** Epoch milliseconds by the server's clock. */
  readonly nowMs: number;
  /** The cell or rack under the pointer. */
  readonly hovered: RackBox | null;
}

export function cellState(value: HostValue | undefined, nowMs: number): CellState {
  if (!value) return 'missing';
  return nowMs - value.timeMs > staleAfterMs ? 'stale' : 'fresh';
}

/** Paints the whole map. @param ratio device pixels a CSS pixel */
export function drawHall(canvas: HTMLCanvasElement, picture: HallPicture, ratio: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  fitToScreen(canvas, ratio);
  const colours = readColours(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'alphabetic';
  context.font = `12px ${colours.font}`;
  context.fillStyle = colours.muted;
  for (const { text, y } of picture.layout.labels) context.fillText(text, 0, y + 16);
  const hatch = makeHatch(context, colours.hatch);
  for (const box of picture.layout.racks) drawRack(context, picture, box, colours, hatch);
}

/** Setting a canvas's size clears it, so only when it changes. */
function fitToScreen(canvas: HTMLCanvasElement, ratio: number): void {
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

interface Colours {
  readonly surface: string;
  readonly border: string;
  readonly strong: string;
  readonly muted: string;
  readonly text: string;
  readonly hatch: string;
  readonly warning: string;
  readonly critical: string;
  readonly font: string;
}

function readColours(canvas: HTMLCanvasElement): Colours {
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    surface: token('--surface-raised'),
    border: token('--border'),
    strong: token('--border-strong'),
    muted: token('--text-muted'),
    text: token('--text'),
    hatch: token('--text-faint'),
    warning: token('--warning'),
    critical: token('--critical'),
    font: style.fontFamily,
  };
}

function drawRack(
  context: CanvasRenderingContext2D,
  picture: HallPicture,
  box: RackBox,
  colours: Colours,
  hatch: CanvasPattern | null,
): void {
  const isHovered = picture.hovered?.rack.id === box.rack.id;
  context.fillStyle = colours.surface;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.strokeStyle = isHovered ? colours.text : colours.border;
  context.lineWidth = 1;
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  for (const cell of box.cells) drawCell(context, picture, cell, colours, hatch);
  context.fillStyle = isHovered ? colours.text : colours.muted;
  context.fillText(box.rack.name, box.x, box.y + box.height + 14, box.width);
}

function drawCell(
  context: CanvasRenderingContext2D,
  { metric, ramp, values, nowMs }: HallPicture,
  cell: HostCell,
  colours: Colours,
  hatch: CanvasPattern | null,
): void {
  const value = values.get(cell.host);
  const state = cellState(value, nowMs);
  const alarm = value && state === 'fresh' ? alarmColour(metric, value.value, colours) : null;
  // Between an alarm's outline and the fill stays a gap: amber on yellow would not be seen.
  const inner = shrink(cell, alarm === null ? 0 : 3);
  const fill = value ? rampColour(ramp, value.value, metric.domain) : colours.border;
  fillBox(context, inner, fill, state === 'stale' ? 0.45 : 1);
  if (state !== 'fresh' && hatch) fillBox(context, inner, hatch, 1);
  context.strokeStyle = alarm ?? colours.strong;
  context.lineWidth = alarm === null ? 1 : 2;
  const edge = shrink(cell, context.lineWidth / 2);
  context.strokeRect(edge.x, edge.y, edge.width, edge.height);
}

function shrink({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

function fillBox(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  fill: string | CanvasPattern,
  opacity: number,
): void {
  context.fillStyle = fill;
  context.globalAlpha = opacity;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
}

/** An alarm is an outline, never a colour of the ramp. */
function alarmColour({ thresholds }: HeatMetric, value: number, colours: Colours): string | null {
  const passed = thresholds.filter((threshold) => value >= threshold).length;
  if (passed === 0) return null;
  return passed === thresholds.length && thresholds.length > 1 ? colours.critical : colours.warning;
}

function makeHatch(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = 6;
  tile.height = 6;
  const brush = tile.getContext('2d');
  if (!brush) return null;
  brush.strokeStyle = colour;
  brush.lineWidth = 1.2;
  for (const offset of [-6, 0, 6]) {
    brush.moveTo(offset, 6);
    brush.lineTo(offset + 6, 0);
  }
  brush.stroke();
  return context.createPattern(tile, 'repeat');
}
