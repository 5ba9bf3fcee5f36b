import type uPlot from 'uplot';
import type { ChartLimit, ChartMark, ChartShape } from './chart-model.ts';
import type { MarkGroup } from './mark-groups.ts';

const levelColours: Record<ChartMark['level'], string> = {
  critical: 'var(--critical)',
  warning: 'var(--warning)',
  info: 'var(--text-faint)',
};

/** Dashed lines across, each with its name at the right end. */
export function drawLimits(
  plot: uPlot,
  shape: ChartShape,
  colour: (token: string) => string,
): void {
  for (const limit of shape.limits) drawLimit(plot, limit, colour(levelColours[limit.level]));
}

/** Lines down the chart with a small flag on top. */
export function drawMarks(
  plot: uPlot,
  groups: readonly MarkGroup[],
  colour: (token: string) => string,
): void {
  for (const group of groups) drawMark(plot, group, colour(levelColours[group.level]));
}

function drawLimit(plot: uPlot, limit: ChartLimit, colour: string): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(limit.value, 'y', true));
  if (y < bbox.top || y > bbox.top + bbox.height) return;
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
  ctx.fillText(limit.label, bbox.left + bbox.width - 4 * devicePixelRatio, y - 2);
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
