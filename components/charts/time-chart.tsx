'use client';

import { useEffect, useRef, useState, type RefObject } from 'react';
import { unitSymbol, type DisplayUnit } from '#lib/format/value.ts';
import { liveRange } from '#lib/model/time-range.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';
import { useTimeRange } from '#components/time/use-time-range.ts';
import { ChartActions } from './chart-actions.tsx';
import { ChartLegend, type LegendHandle } from './chart-legend.tsx';
import {
  defaultScale,
  type ChartLimit,
  type ChartLine,
  type ChartMark,
  type ChartScale,
  type ChartShape,
} from './chart-model.ts';
import { mountPlot, type MountedPlot } from './mount-plot.ts';
import type { SeriesBuffer } from './series-buffer.ts';
import 'uplot/dist/uPlot.min.css';

export interface TimeChartProps {
  readonly title: string;
  readonly unit: DisplayUnit;
  readonly lines: readonly ChartLine[];
  /** Columns in the order of `lines`. Live values go straight into it. */
  readonly buffer: SeriesBuffer;
  readonly scale?: ChartScale;
  readonly limits?: readonly ChartLimit[];
  readonly marks?: readonly ChartMark[];
  /** Height of the drawing in pixels. */
  readonly height?: number;
  /** Whether times stand under it; off for all but the lowest chart of a stack. */
  readonly showTimes?: boolean;
  /** History is on its way: what is drawn is dimmed. */
  readonly loading?: boolean;
}

/**
 * Lines over the page's part of time. The crosshair is shared by every chart of the page, dragging
 * zooms the page, a double click goes back to live.
 */
export function TimeChart(props: TimeChartProps) {
  const { title, unit, lines, buffer, loading = false } = props;
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const legend = useRef<LegendHandle>(null);
  const shape = shapeOf(props);
  const { target, failed } = usePlot(buffer, shape, hidden, legend);
  const symbol = unitSymbol(unit);
  return (
    <figure className="group/chart min-w-0">
      <figcaption className="flex min-h-7 items-center gap-x-3 gap-y-0.5 pr-3 pl-4">
        <span className="shrink-0 text-xs font-medium text-muted">
          {title}
          {symbol !== '' && <span className="font-normal text-faint"> {symbol}</span>}
        </span>
        <ChartLegend
          handle={legend}
          unit={unit}
          lines={lines}
          hidden={hidden}
          onToggle={(line) => setHidden(toggled(hidden, line))}
        />
        <ChartActions title={title} unit={unit} lines={lines} buffer={buffer} />
      </figcaption>
      <div
        ref={target}
        role="img"
        aria-label={`Chart of ${title}: ${lines.map((line) => line.label).join(', ')}`}
        className={loading ? 'opacity-50 transition-opacity' : 'transition-opacity'}
        style={{ height: shape.height }}
      >
        {failed && (
          <p role="alert" className="p-4 text-muted">
            The drawing code could not be loaded. The table and the CSV still work.
          </p>
        )}
      </div>
    </figure>
  );
}

function usePlot(
  buffer: SeriesBuffer,
  shape: ChartShape,
  hidden: ReadonlySet<number>,
  legend: RefObject<LegendHandle | null>,
): { target: RefObject<HTMLDivElement | null>; failed: boolean } {
  const target = useRef<HTMLDivElement>(null);
  const mounted = useRef<MountedPlot>(null);
  const [failed, setFailed] = useState(false);
  const { range, set } = useTimeRange();
  const { zone, theme } = usePreferences();
  const setRange = useRef(set);
  // Callers may build lines and marks anew on every render; only what they say matters.
  const shapeText = JSON.stringify(shape);

  useEffect(() => {
    setRange.current = set;
  }, [set]);

  useEffect(() => {
    if (!target.current) return;
    const plot = mountPlot(target.current, {
      shape: JSON.parse(shapeText) as ChartShape,
      buffer,
      range,
      zone,
      onRow: (data, row) => legend.current?.show(data, row),
      onZoom: (window) => setRange.current({ kind: 'absolute', ...window }),
      onReset: () => setRange.current(liveRange),
      onFailure: () => setFailed(true),
    });
    mounted.current = plot;
    return () => plot.end();
  }, [buffer, range, shapeText, zone, legend]);

  useEffect(() => mounted.current?.redraw(), [theme]);
  useEffect(() => mounted.current?.hide(hidden), [hidden, buffer, range, shapeText, zone]);

  return { target, failed };
}

function shapeOf(props: TimeChartProps): ChartShape {
  return {
    unit: props.unit,
    lines: props.lines,
    scale: props.scale ?? defaultScale(props.unit),
    limits: props.limits ?? [],
    marks: props.marks ?? [],
    height: props.height ?? 160,
    showTimes: props.showTimes ?? true,
  };
}

function toggled(lines: ReadonlySet<number>, line: number): ReadonlySet<number> {
  const next = new Set(lines);
  if (!next.delete(line)) next.add(line);
  return next;
}
