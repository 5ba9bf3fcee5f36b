'use client';

import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
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
import { useMarks } from './marks.tsx';
import { mountPlot, type MountedPlot } from './mount-plot.ts';
import type { ChartData, SeriesBuffer } from './series-buffer.ts';
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
  /** Whether the keyboard reaches the marks: on one chart of a page. */
  readonly focusMarks?: boolean;
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
  const emptyNote = useRef<HTMLParagraphElement>(null);
  const marks = useMarks(props.marks);
  const { target, failed } = usePlot(buffer, { shape, marks }, hidden, (data, row) => {
    legend.current?.show(data, row);
    emptyNote.current?.toggleAttribute('hidden', !isEmpty(data));
  });
  const symbol = unitSymbol(unit);
  return (
    <figure className="group/chart min-w-0">
      <figcaption className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-0.5 pr-3 pl-4 md:flex-nowrap">
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
        role={shape.focusMarks ? 'group' : 'img'}
        aria-label={`Chart of ${title}: ${lines.map((line) => line.label).join(', ')}`}
        className={
          loading ? 'relative opacity-50 transition-opacity' : 'relative transition-opacity'
        }
        style={{ height: shape.height }}
      >
        <p
          ref={emptyNote}
          hidden
          className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center pl-16 text-xs text-faint"
        >
          nothing in this part of time
        </p>
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
  { shape, marks }: { readonly shape: ChartShape; readonly marks: readonly ChartMark[] },
  hidden: ReadonlySet<number>,
  onRow: (data: ChartData, row: number | null) => void,
): { target: RefObject<HTMLDivElement | null>; failed: boolean } {
  const target = useRef<HTMLDivElement>(null);
  const mounted = useRef<MountedPlot>(null);
  const [failed, setFailed] = useState(false);
  const { range, set } = useTimeRange();
  const { zone, theme } = usePreferences();
  const showRow = useEffectEvent(onRow);
  const zoom = useEffectEvent(set);
  // Callers may build lines and marks anew on every render; only what they say matters.
  const shapeText = JSON.stringify(shape);

  useEffect(() => {
    if (!target.current) return;
    const plot = mountPlot(target.current, {
      shape: JSON.parse(shapeText) as ChartShape,
      buffer,
      range,
      zone,
      onRow: showRow,
      onZoom: (window) => zoom({ kind: 'absolute', ...window }),
      onReset: () => zoom(liveRange),
      onFailure: () => setFailed(true),
    });
    mounted.current = plot;
    return () => plot.end();
  }, [buffer, range, shapeText, zone]);

  useEffect(() => mounted.current?.redraw(), [theme]);
  useEffect(() => mounted.current?.mark(marks), [marks, buffer, range, shapeText, zone]);
  useEffect(() => mounted.current?.hide(hidden), [hidden, buffer, range, shapeText, zone]);

  return { target, failed };
}

function shapeOf(props: TimeChartProps): ChartShape {
  return {
    unit: props.unit,
    lines: props.lines,
    scale: props.scale ?? defaultScale(props.unit),
    limits: props.limits ?? [],
    extent: null,
    isBare: false,
    focusMarks: props.focusMarks ?? false,
    height: props.height ?? 160,
    showTimes: props.showTimes ?? true,
  };
}

function isEmpty(data: ChartData): boolean {
  return data.columns.every((column) => column.every((value) => value === null));
}

function toggled(lines: ReadonlySet<number>, line: number): ReadonlySet<number> {
  const next = new Set(lines);
  if (!next.delete(line)) next.add(line);
  return next;
}
