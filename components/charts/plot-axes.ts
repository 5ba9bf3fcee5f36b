import type uPlot from 'uplot';
import { formatClock, formatDay, type Zone } from '#lib/format/time.ts';
import { formatTicks, tickSteps } from '#lib/format/ticks.ts';
import type { ChartShape } from './chart-model.ts';

/** The same on every chart, so that charts under each other line up. */
const yAxisWidth = 64;
const timesHeight = 26;
const minute = 60_000;
const day = 86_400_000;

export function plotAxes(
  shape: ChartShape,
  zone: Zone,
  target: HTMLElement,
  colour: (token: string) => string,
): uPlot.Axis[] {
  const font = `12px ${getComputedStyle(target).fontFamily}`;
  const shared = {
    font,
    stroke: () => colour('var(--text-faint)'),
    grid: { stroke: () => colour('var(--border)'), width: 1 },
    ticks: { show: false },
  };
  const steps = tickSteps(shape.unit);
  return [
    {
      ...shared,
      size: shape.showTimes ? timesHeight : 0,
      space: 84,
      gap: 6,
      values: (_, splits, __, ___, increment) =>
        shape.showTimes ? timeLabels(splits, increment, zone) : splits.map(() => ''),
    },
    {
      ...shared,
      size: yAxisWidth,
      space: 30,
      gap: 8,
      ...(steps === null ? {} : { incrs: steps }),
      ...(shape.scale === 'lanes' && { splits: laneMiddles(shape), grid: { show: false } }),
      ...(shape.scale === 'log' && { grid: { ...shared.grid, filter: onlyDecades } }),
      values: (_, splits) => (shape.scale === 'lanes' ? laneNames(shape) : yLabels(splits, shape)),
    },
  ];
}

/** Lanes stand in the order of the lines, the first on top; the scale counts from below. */
function laneMiddles({ lines }: ChartShape): number[] {
  return lines.map((_, lane) => lines.length - lane - 0.5).reverse();
}

function laneNames({ lines }: ChartShape): string[] {
  return lines.map(({ short, label }) => short ?? label).reverse();
}

/** A logarithmic axis has a line for each power of ten: nine would be a grey field. */
function onlyDecades(_: uPlot, splits: readonly number[]): (number | null)[] {
  return splits.map((split) => (Number.isInteger(Math.log10(split)) ? split : null));
}

/** Days where the ticks are days, else the clock; the first tick after midnight names the day. */
function timeLabels(splits: readonly number[], increment: number, zone: Zone): string[] {
  return splits.map((time, index) => {
    const before = splits[index - 1];
    const clock = formatClock(time, zone);
    const isNewDay = before !== undefined && formatDay(before, zone) !== formatDay(time, zone);
    if (increment >= day || (isNewDay && clock.startsWith('00:00'))) return formatDay(time, zone);
    return increment >= minute ? clock.slice(0, 5) : clock;
  });
}

/**
 * On a logarithmic axis each label has a prefix of its own, since one for 1 kbit/s and 1 Tbit/s would
 * be wrong for both; uPlot leaves out (null) those it has no room for.
 */
function yLabels(splits: readonly (number | null)[], shape: ChartShape): (string | null)[] {
  const known = splits.filter((split) => split !== null);
  if (shape.scale !== 'log') return formatTicks(known, shape.unit);
  return splits.map((split) =>
    split === null ? null : (formatTicks([split], shape.unit)[0] ?? null),
  );
}
