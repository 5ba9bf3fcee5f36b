'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useMemo, useRef, useState, type PointerEvent } from 'react';
import { formatAge } from '#lib/format/duration.ts';
import { formatText } from '#lib/format/value.ts';
import type { HostPlacement, Rack, Site } from '#lib/model/place.ts';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';
import { cellState, drawHall } from './draw-hall.ts';
import { findAt, layOutHall, type HostCell, type RackBox } from './hall-layout.ts';
import type { HeatMetric } from './heat-metric.ts';
import { hostValues, type HostValue } from './host-values.ts';
import { HeatLegend } from './legend.tsx';

export interface HallMapProps {
  readonly sites: readonly Site[];
  readonly racks: readonly Rack[];
  readonly placements: readonly HostPlacement[];
  readonly metric: HeatMetric;
}

/** What is drawn: it lives outside React's state, which knows nothing of single values. */
interface Live {
  values: ReadonlyMap<string, HostValue>;
  /** Server's clock less the browser's, milliseconds. */
  clockOffsetMs: number;
  hovered: RackBox | null;
}

interface Pointed {
  readonly x: number;
  readonly y: number;
  readonly rackId: string;
  readonly title: string;
  readonly text: string;
}

/** Racks as they stand, hosts inside them coloured by a metric that moves live. */
export function HallMap({ sites, racks, placements, metric }: HallMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const live = useRef<Live>({ values: new Map(), clockOffsetMs: 0, hovered: null });
  const [width, setWidth] = useState(0);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const router = useRouter();
  const { theme } = usePreferences();
  const ramp = metric.isHeat && theme === 'dark' ? 'inferno' : 'cividis';
  const layout = useMemo(
    () => layOutHall(sites, racks, placements, width),
    [sites, racks, placements, width],
  );

  const draw = (): void => {
    const { values, clockOffsetMs, hovered } = live.current;
    if (!canvas.current) return;
    const nowMs = Date.now() + clockOffsetMs;
    drawHall(canvas.current, { layout, metric, ramp, values, nowMs, hovered }, devicePixelRatio);
  };
  const redraw = useEffectEvent(draw);

  const takeFrame = (update: FrameUpdate): void => {
    live.current.values = hostValues(update, metric.across);
    live.current.clockOffsetMs = update.timeMs - Date.now();
    draw();
  };
  useLiveFrame({ measurement: metric.measurement, fields: [metric.field] }, takeFrame, setRefused);

  useEffect(() => {
    live.current.values = new Map();
  }, [metric]);
  useEffect(() => {
    redraw();
    // Values grow old between frames, and when frames stop.
    const timer = setInterval(redraw, 1000);
    return () => clearInterval(timer);
  }, [layout, metric, ramp]);
  useEffect(() => {
    const parent = canvas.current?.parentElement;
    if (!parent) return undefined;
    const observer = new ResizeObserver(() => setWidth(parent.clientWidth));
    observer.observe(parent);
    return () => observer.disconnect();
  }, []);

  const point = (event: PointerEvent<HTMLCanvasElement>): void => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const found = findAt(layout, x, y);
    live.current.hovered = found?.rack ?? null;
    setPointed(
      found && { x, y, rackId: found.rack.rack.id, ...explain(found, metric, live.current) },
    );
  };
  const leave = (): void => {
    live.current.hovered = null;
    setPointed(null);
  };

  return (
    <div className="flex flex-col gap-4">
      <HeatLegend metric={metric} ramp={ramp} />
      {refused !== null && <p role="alert">{refused}</p>}
      <div className="relative min-w-0">
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${racks.length} racks coloured by ${metric.label}; the table below has the same racks`}
          className="block w-full"
          style={{ height: layout.height, cursor: pointed ? 'pointer' : undefined }}
          onPointerMove={point}
          onPointerLeave={leave}
          onClick={() => pointed && router.push(`/racks/${pointed.rackId}`)}
        />
        {pointed && <Explanation pointed={pointed} width={width} />}
      </div>
    </div>
  );
}

function Explanation({ pointed, width }: { pointed: Pointed; width: number }) {
  const isRight = pointed.x > width / 2;
  return (
    <div
      className="pointer-events-none absolute z-10 max-w-64 rounded-control border border-border-strong bg-raised px-2.5 py-1.5 text-xs"
      style={{
        top: pointed.y + 14,
        ...(isRight ? { right: width - pointed.x } : { left: pointed.x + 10 }),
      }}
    >
      <p className="font-medium">{pointed.title}</p>
      <p className="text-muted">{pointed.text}</p>
    </div>
  );
}

/** What the pointer is on: a host with its value and age, or a rack with how full it is. */
function explain(
  { rack: { rack, cells }, cell }: { rack: RackBox; cell: HostCell | null },
  metric: HeatMetric,
  { values, clockOffsetMs }: Live,
): Pick<Pointed, 'title' | 'text'> {
  if (!cell) {
    const used = cells.length === 1 ? '1 host' : `${cells.length} hosts`;
    return { title: `Rack ${rack.name}`, text: `${used}, ${rack.heightU} U` };
  }
  const where = cell.positionU === null ? 'somewhere in it' : `U ${cell.positionU}`;
  const title = `${cell.host} · ${rack.name}, ${where}`;
  const value = values.get(cell.host);
  const nowMs = Date.now() + clockOffsetMs;
  if (!value) return { title, text: `${metric.label}: this host has sent none lately` };
  const number = `${metric.label} ${formatText(value.value, metric.unit)}`;
  const age = formatAge(Math.max(0, nowMs - value.timeMs));
  const isStale = cellState(value, nowMs) === 'stale';
  return { title, text: isStale ? `${number}, but ${age} ago` : `${number}, ${age} old` };
}
