import type uPlot from 'uplot';
import type { ChartMark, ChartShape } from './chart-model.ts';
import type { MarkGroup } from './mark-groups.ts';

const levelColours: Record<ChartMark['level'], string> = {
  critical: 'var(--critical)',
  warning: 'var(--warning)',
  info: 'var(--text-faint)',
};

/** Dashed lines across, each with its name at the right end; names that would touch stand in a row. */
export function drawLimits(
  plot: uPlot,
  shape: ChartShape,
  colour: (token: string) => string,
): void {
  const { bbox, ctx } = plot;
  const gap = 10 * devicePixelRatio;
  let taken = { y: Number.NEGATIVE_INFINITY, left: 0 };
  for (const limit of shape.limits.toSorted((a, b) => b.value - a.value)) {
    const y = Math.round(plot.valToPos(limit.value, 'y', true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    const isFree = y - taken.y > 14 * devicePixelRatio;
    const right = isFree ? bbox.left + bbox.width - 4 * devicePixelRatio : taken.left - gap;
    drawLimit(plot, { label: limit.label, y, right }, colour(levelColours[limit.level]));
    taken = { y: isFree ? y : taken.y, left: right - ctx.measureText(limit.label).width };
  }
}

/** Lines down the chart with a small flag on top. */
export function drawMarks(
  plot: uPlot,
  groups: readonly MarkGroup[],
  colour: (token: string) => string,
): void {
  for (const group of groups) drawMark(plot, group, colour(levelColours[group.level]));
}

function drawLimit(
  { ctx, bbox }: uPlot,
  { label, y, right }: { readonly label: string; readonly y: number; readonly right: number },
  colour: string,
): void {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.fillText(label, right, y - 2);
  ctx.restore();
}

function drawMark(plot: uPlot, group: MarkGroup, colour: string): void {
  const { ctx, bbox } = plot;
  const x = Math.round(bbox.left + group.left * devicePixelRatio);
  const flag = 6 * devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x + flag, bbox.top + flag / 2);
  ctx.lineTo(x, bbox.top + flag);
  ctx.fill();
  ctx.restore();
}
