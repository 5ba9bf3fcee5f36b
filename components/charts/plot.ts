import uPlot from 'uplot';
import type { Zone } from '#lib/format/time.ts';
import { rangeAround } from '#lib/model/time-range.ts';
import type { ChartMark, ChartShape, TimeWindow } from './chart-model.ts';
import { groupMarks, type MarkGroup } from './mark-groups.ts';
import { createMarkLayer, type MarkLayer } from './mark-layer.ts';
import { plotAxes } from './plot-axes.ts';
import { drawLanes } from './plot-lanes.ts';
import { drawLimits, drawMarks } from './plot-marks.ts';
import { plotSeries } from './plot-series.ts';
import { resolveColour } from './palette.ts';
import type { ChartData } from './series-buffer.ts';

export interface PlotEvents {
  /** The row under the page's crosshair, or null when it has left. */
  readonly onCursor: (row: number | null) => void;
  readonly onZoom: (window: TimeWindow) => void;
  readonly onReset: () => void;
}

/** One drawn chart. Its owner sizes and destroys it. */
export interface Plot {
  draw(data: ChartData, window: TimeWindow): void;
  resize(width: number): void;
  /** After the theme has changed. */
  redraw(): void;
  setVisible(line: number, visible: boolean): void;
  mark(marks: readonly ChartMark[]): void;
  destroy(): void;
}

/** Charts of one page share their crosshair under this name. */
const pageCursor = 'page';
const shortestZoomPx = 6;

export function createPlot(
  target: HTMLElement,
  shape: ChartShape,
  zone: Zone,
  events: PlotEvents,
): Plot {
  const view: View = { window: { startMs: 0, endMs: 1 }, marks: [], layer: null };
  const plot = new uPlot(plotOptions(target, shape, zone, events, view), emptyData(shape), target);
  const openMark = ({ marks }: MarkGroup): void => events.onZoom(windowAround(marks));
  view.layer = createMarkLayer(plot.over, zone, shape.focusMarks ? openMark : null);
  return {
    draw(data, next) {
      view.window = next;
      // uPlot only reads its data; the columns stay ours.
      const columns = shape.scale === 'log' ? data.columns.map(aboveZero) : data.columns;
      plot.setData([data.timeMs, ...columns] as unknown as uPlot.AlignedData, true);
    },
    resize: (width) => plot.setSize({ width: Math.max(1, width), height: shape.height }),
    redraw: () => plot.redraw(false, true),
    setVisible: (line, visible) => plot.setSeries(line + 1, { show: visible }),
    mark(next) {
      view.marks = next;
      plot.redraw(false, false);
    },
    destroy: () => plot.destroy(),
  };
}

/** What changes while a plot lives. */
interface View {
  window: TimeWindow;
  marks: readonly ChartMark[];
  layer: MarkLayer | null;
}

function plotOptions(
  target: HTMLElement,
  shape: ChartShape,
  zone: Zone,
  events: PlotEvents,
  view: View,
): uPlot.Options {
  const colour = (token: string): string => resolveColour(target, token);
  const isLane = shape.scale === 'lanes';
  return {
    width: Math.max(1, target.clientWidth),
    height: shape.height,
    ms: 1,
    legend: { show: false },
    padding: shape.isBare ? [2, 0, 2, 0] : [8, 12, shape.showTimes ? 0 : 8, 0],
    tzDate: (time) => uPlot.tzDate(new Date(time), zone),
    scales: {
      x: { time: true, range: () => [view.window.startMs, view.window.endMs] },
      y: yScale(shape),
    },
    axes: shape.isBare ? [{ show: false }, { show: false }] : plotAxes(shape, zone, target, colour),
    series: [{}, ...shape.lines.map((line, index) => plotSeries(line, index, isLane, colour))],
    cursor: cursorOptions(shape, events),
    hooks: {
      draw: [
        (plot) => isLane && drawLanes(plot, shape, colour),
        (plot) => drawLimits(plot, shape, colour),
        (plot) => drawMarked(plot, view, colour),
      ],
      setCursor: [
        (plot) => events.onCursor(plot.cursor.idx ?? null),
        (plot) => view.layer?.point(plot.over.matches(':hover') ? (plot.cursor.left ?? -1) : -1),
      ],
      setSelect: [(plot) => zoomToSelection(plot, events)],
    },
  };
}

function drawMarked(plot: uPlot, { marks, layer }: View, colour: (token: string) => string): void {
  const groups = groupMarks(marks, plot);
  drawMarks(plot, groups, colour);
  layer?.place(groups);
}

function windowAround(marks: readonly ChartMark[]): TimeWindow {
  const times = marks.map(({ timeMs }) => timeMs);
  return rangeAround(Math.min(...times), Math.max(...times));
}

function emptyData(shape: ChartShape): uPlot.AlignedData {
  return [[], ...shape.lines.map(() => [])];
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot's enum exists in its types only
const logarithmic = 3 as uPlot.Scale.Distr;

function yScale(shape: ChartShape): uPlot.Scale {
  if (shape.scale === 'log') {
    return {
      distr: logarithmic,
      log: 10,
      range: (_, low, high) => logRange(low, high),
    };
  }
  const { extent, lines } = shape;
  if (extent) return { range: () => [extent[0], extent[1]] };
  if (shape.scale === 'lanes') return { range: () => [0, lines.length] };
  if (shape.scale === 'ratio') return { range: (_, __, max) => [0, Math.max(1, max)] };
  const limits = shape.limits.map((limit) => limit.value);
  return {
    range: (_, low, high) => yRange(shape, [low, high, ...limits]),
  };
}

/** Drawn below the lower edge: a logarithmic axis has no place for zero, but zero is no gap. */
const almostZero = 1e-12;

function aboveZero(column: readonly (number | null)[]): readonly (number | null)[] {
  return column.map((value) => (value === null ? null : Math.max(value, almostZero)));
}

/** Fewer decades than that are worth looking at beside the highest value. */
const decades = 1e6;

/** uPlot gives null for both ends, whatever its types say, while there is no value. */
function logRange(low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null || high <= almostZero) return [0.1, 1];
  return uPlot.rangeLog(Math.max(low, high / decades), high, 10, false);
}

/** Nothing known is 0 to 1; a flat line stands clear of both edges. */
function yRange(shape: ChartShape, values: readonly (number | null)[]): [number, number] {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return [0, 1];
  const low = Math.min(...known);
  const high = Math.max(...known);
  if (low === 0 && high === 0) return [0, 1];
  if (shape.scale === 'zero' && low >= 0) return [0, high * 1.08];
  const margin = Math.max((high - low) * 0.1, Math.abs(high) * 0.01, 1e-9);
  return [low - margin, high + margin];
}

function cursorOptions(shape: ChartShape, events: PlotEvents): uPlot.Cursor {
  return {
    y: false,
    points: { show: shape.scale !== 'lanes', size: shape.isBare ? 5 : 7 },
    drag: { x: true, y: false, setScale: false, dist: shortestZoomPx },
    // Only the crosshair is shared: a zoom is read where it was drawn.
    sync: {
      key: pageCursor,
      setSeries: false,
      scales: ['x', null],
      filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
    },
    bind: {
      dblclick: () => () => {
        events.onReset();
        return null;
      },
    },
  };
}

function zoomToSelection(plot: uPlot, events: PlotEvents): void {
  const { left, width } = plot.select;
  if (width < shortestZoomPx) return;
  const startMs = Math.floor(plot.posToVal(left, 'x'));
  const endMs = Math.ceil(plot.posToVal(left + width, 'x'));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  events.onZoom({ startMs, endMs: Math.max(endMs, startMs + 1000) });
}
