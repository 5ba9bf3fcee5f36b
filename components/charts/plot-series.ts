import type uPlot from 'uplot';
import type { ChartLine } from './chart-model.ts';
import { longestBridgeMs } from './gaps.ts';
import { lineColour } from './palette.ts';

export function plotSeries(
  line: ChartLine,
  index: number,
  isLane: boolean,
  colour: (token: string) => string,
): uPlot.Series {
  const stroke = (): string => colour(lineColour(line, index));
  // A lane is filled by drawLanes; uPlot keeps its values, its crosshair and whether it is shown.
  if (isLane) return { label: line.label, scale: 'y', paths: () => null, points: { show: false } };
  return {
    label: line.label,
    scale: 'y',
    width: 1.5,
    stroke,
    spanGaps: false,
    gaps: keepWideGaps,
    points: { size: 4, filter: lonelyPoints, stroke, fill: stroke },
    ...(line.look === 'area' ? { fill: () => translucent(stroke()) } : {}),
    ...(line.look === 'dashed' ? { dash: [4, 4] } : {}),
  };
}

/** A line breaks where data is missing, not where a sample fell into the neighbouring bucket. */
function keepWideGaps(
  plot: uPlot,
  seriesIndex: number,
  _from: number,
  _to: number,
  gaps: uPlot.Series.Gaps,
): uPlot.Series.Gaps {
  if (gaps.length === 0) return gaps;
  // What was given to setData in plot.ts: plain arrays, null = gap.
  const [times, column] = [plot.data[0], plot.data[seriesIndex]] as [number[], (number | null)[]];
  const bridge = longestBridgeMs(times, column);
  const { min = 0, max = 0 } = plot.scales.x ?? {};
  const msPerPixel = (max - min) / Math.max(1, plot.bbox.width);
  return gaps.filter(([from, to]) => (to - from) * msPerPixel > bridge);
}

/** Between two gaps there is no line to see: draw the value itself. */
function lonelyPoints(
  plot: uPlot,
  seriesIndex: number,
  _show: boolean,
  gaps?: number[][] | null,
): number[] | null {
  if (!gaps || gaps.length === 0) return [];
  const column = plot.data[seriesIndex];
  if (!column) return [];
  const lonely: number[] = [];
  for (let row = 0; row < column.length; row += 1) {
    if (isValue(column[row]) && isAlone(plot, row, gaps)) lonely.push(row);
  }
  return lonely;
}

function isAlone(plot: uPlot, row: number, gaps: readonly number[][]): boolean {
  const x = Math.round(plot.valToPos(plot.data[0][row] ?? 0, 'x', true));
  const before = gaps.some(([, to]) => to !== undefined && Math.abs(to - x) <= 1);
  const after = gaps.some(([from]) => from !== undefined && Math.abs(from - x) <= 1);
  return before && after;
}

function isValue(value: number | null | undefined): boolean {
  return value !== null && value !== undefined;
}

/** A sixth of the colour: enough to see the area, little enough to see lines through it. */
function translucent(colour: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}2a` : colour;
}
