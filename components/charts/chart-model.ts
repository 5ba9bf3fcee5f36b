import type { DisplayUnit } from '#lib/format/value.ts';

/** One line of a chart; its values are the column of the same place. */
export interface ChartLine {
  readonly key: string;
  readonly label: string;
  /** In the legend and on an axis of lanes, where there is little room; absent: the label. */
  readonly short?: string;
  /** A colour token; absent: the next one of the fixed order. */
  readonly colour?: string;
  readonly look?: 'line' | 'area' | 'dashed';
}

/** Something that happened at one moment, drawn across the chart. */
export interface ChartMark {
  readonly timeMs: number;
  readonly label: string;
  readonly level: 'critical' | 'warning' | 'info';
}

/** A level that matters, drawn along the chart: a limit, a threshold. */
export interface ChartLimit {
  readonly value: number;
  readonly label: string;
  readonly level: 'critical' | 'warning' | 'info';
}

/**
 * `zero` starts at zero, `ratio` runs from 0 to 100 %, `auto` fits the values, `log` is for what
 * falls over orders of magnitude, `lanes` gives each line a lane of its own that shares of 0 to 1
 * fill.
 */
export type ChartScale = 'zero' | 'ratio' | 'auto' | 'log' | 'lanes';

export interface ChartShape {
  readonly unit: DisplayUnit;
  readonly lines: readonly ChartLine[];
  readonly scale: ChartScale;
  readonly limits: readonly ChartLimit[];
  readonly height: number;
  /** Whether times stand under it; in a stack only the lowest chart has them. */
  readonly showTimes: boolean;
  /** Ends of the vertical scale, whatever the values are: what stands side by side is compared. */
  readonly extent: readonly [low: number, high: number] | null;
  /** Without axes and their room. */
  readonly isBare: boolean;
  /** Whether the keyboard reaches the marks; on one chart of a page, since all have the same. */
  readonly focusMarks: boolean;
}

export function defaultScale(unit: DisplayUnit): ChartScale {
  if (unit === 'ratio') return 'ratio';
  return unit === 'celsius' || unit === 'none' ? 'auto' : 'zero';
}

/** Part of time that is drawn, epoch milliseconds. */
export interface TimeWindow {
  readonly startMs: number;
  readonly endMs: number;
}
