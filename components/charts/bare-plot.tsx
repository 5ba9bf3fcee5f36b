'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { formatText, type DisplayUnit } from '#lib/format/value.ts';
import { liveRange } from '#lib/model/time-range.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';
import { useTimeRange } from '#components/time/use-time-range.ts';
import type { ChartLine, ChartShape } from './chart-model.ts';
import { useMarks } from './marks.tsx';
import { mountPlot, type MountedPlot } from './mount-plot.ts';
import { valueAt } from './row-value.ts';
import type { DrawnBuffer } from './series-buffer.ts';
import 'uplot/dist/uPlot.min.css';

export interface BarePlotProps {
  readonly line: ChartLine;
  readonly unit: DisplayUnit;
  /** Its one column is the line's. */
  readonly buffer: DrawnBuffer;
  /** Ends of the scale, the same for all that stand side by side. */
  readonly extent: readonly [low: number, high: number];
  readonly height: number;
  /** What the server knew, until the first value comes. */
  readonly initial: number | null;
}

/** One line without axes and its value above it; it shares the page's crosshair and zoom. */
export function BarePlot(props: BarePlotProps) {
  const { line, unit, buffer, initial } = props;
  const target = useRef<HTMLDivElement>(null);
  const value = useRef<HTMLSpanElement>(null);
  const mounted = useRef<MountedPlot>(null);
  const [failed, setFailed] = useState(false);
  const { range, set } = useTimeRange();
  const { zone, theme } = usePreferences();
  const marks = useMarks(undefined);
  const zoom = useEffectEvent(set);
  const shapeText = JSON.stringify(shapeOf(props));

  useEffect(() => {
    if (!target.current) return undefined;
    const plot = mountPlot(target.current, {
      shape: JSON.parse(shapeText) as ChartShape,
      buffer,
      range,
      zone,
      onRow(data, row) {
        const text = formatText(valueAt(data, 0, row), unit);
        if (value.current && data.timeMs.length > 0 && value.current.textContent !== text) {
          value.current.textContent = text;
        }
      },
      onZoom: (window) => zoom({ kind: 'absolute', ...window }),
      onReset: () => zoom(liveRange),
      onFailure: () => setFailed(true),
    });
    mounted.current = plot;
    return () => plot.end();
  }, [buffer, range, shapeText, unit, zone]);
  useEffect(() => mounted.current?.redraw(), [theme]);
  useEffect(() => mounted.current?.mark(marks), [marks, buffer, range, shapeText, zone]);

  return (
    <figure className="min-w-0">
      <figcaption className="flex items-baseline justify-between gap-2 text-xs">
        <span className="truncate text-faint">{line.label}</span>
        <span ref={value} className="whitespace-nowrap tabular-nums">
          {formatText(initial, unit)}
        </span>
      </figcaption>
      <div
        ref={target}
        role="img"
        aria-label={`Chart of ${line.label}`}
        style={{ height: props.height }}
      >
        {failed && <p className="text-xs text-muted">not drawn</p>}
      </div>
    </figure>
  );
}

function shapeOf({ line, unit, extent, height }: BarePlotProps): ChartShape {
  return {
    unit,
    lines: [line],
    scale: 'auto',
    limits: [],
    height,
    showTimes: false,
    extent,
    isBare: true,
    focusMarks: false,
  };
}
