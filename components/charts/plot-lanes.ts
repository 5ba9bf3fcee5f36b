import type uPlot from 'uplot';
import type { ChartShape } from './chart-model.ts';
import { longestBridgeMs } from './gaps.ts';
import { lineColour } from './palette.ts';

/** Of a lane's height; the rest keeps lanes apart. */
const filled = 0.78;

/**
 * One lane a line, the first on top: bars as high as their share of the time, a hairline where it
 * was looked at and nothing was, nothing at all where nobody looked.
 */
export function drawLanes(plot: uPlot, shape: ChartShape, colour: (token: string) => string): void {
  const times = plot.data[0];
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  shape.lines.forEach((line, index) => {
    if (plot.series[index + 1]?.show === false) return;
    const bottom = laneBottom(plot, shape.lines.length, index);
    const column = plot.data[index + 1] ?? [];
    const colours = { bar: colour(lineColour(line, index)), rest: colour('var(--border-strong)') };
    drawLane(plot, times, column, bottom, (bbox.height / shape.lines.length) * filled, colours);
  });
  ctx.restore();
}

function laneBottom(plot: uPlot, lanes: number, lane: number): number {
  const { top, height } = plot.bbox;
  const laneHeight = height / lanes;
  return top + laneHeight * (lane + 1) - (laneHeight * (1 - filled)) / 2;
}

function drawLane(
  plot: uPlot,
  times: ArrayLike<number>,
  column: ArrayLike<number | null | undefined>,
  bottom: number,
  height: number,
  colours: { readonly bar: string; readonly rest: string },
): void {
  const { ctx } = plot;
  const known = Array.from(column, (value) => value ?? null);
  const bridgeMs = longestBridgeMs(Array.from(times), known);
  let next = known.length;
  for (let row = known.length - 1; row >= 0; row -= 1) {
    const share = known[row];
    const time = times[row];
    if (share === null || share === undefined || time === undefined) continue;
    const from = plot.valToPos(time, 'x', true);
    const to = plot.valToPos(endOf(times, time, next, bridgeMs), 'x', true);
    const isBar = share > 0;
    const tall = isBar ? Math.max(3, Math.min(1, share) * height) : devicePixelRatio;
    ctx.fillStyle = isBar ? colours.bar : colours.rest;
    // A pixel further, so that neighbours leave no seam.
    ctx.fillRect(Math.floor(from), bottom - tall, Math.ceil(to - from) + 1, tall);
    next = row;
  }
}

/** A share holds until the next one, or for as long as samples usually lie apart. */
function endOf(times: ArrayLike<number>, time: number, next: number, bridgeMs: number): number {
  const following = times[next];
  const usual = time + Math.max(1, bridgeMs / 3.5);
  return following !== undefined && following - time <= bridgeMs ? following : usual;
}
