'use client';

import Link from 'next/link';
import { useEffect, useEffectEvent, useRef } from 'react';
import { formatAge } from '#lib/format/duration.ts';
import { formatText } from '#lib/format/value.ts';
import type { HostPlacement, Rack } from '#lib/model/place.ts';
import { staleAfterMs } from '#components/heatmap/cell-picture.ts';
import type { HeatMetric } from '#components/heatmap/heat-metric.ts';
import { hostValues, type HostValue } from '#components/heatmap/host-values.ts';
import { HeatLegend } from '#components/heatmap/legend.tsx';
import { rampColour, type RampName } from '#components/heatmap/ramp.ts';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';

const unitPx = 22;

/** A rack from the front, U 1 at the bottom, each host with its live value. */
export function Elevation({
  rack,
  placements,
  metric,
}: {
  rack: Rack;
  placements: readonly HostPlacement[];
  metric: HeatMetric;
}) {
  const drawing = useRef<HTMLOListElement>(null);
  const live = useRef({ values: new Map<string, HostValue>(), clockOffsetMs: 0 });
  const { theme } = usePreferences();
  const ramp = metric.isHeat && theme === 'dark' ? 'inferno' : 'cividis';

  const draw = (): void => {
    const { values, clockOffsetMs } = live.current;
    const nowMs = Date.now() + clockOffsetMs;
    for (const slot of drawing.current?.querySelectorAll<HTMLElement>('[data-host]') ?? []) {
      drawSlot(slot, values.get(slot.dataset['host'] ?? ''), nowMs, metric, ramp);
    }
  };
  const redraw = useEffectEvent(draw);
  const takeFrame = (update: FrameUpdate): void => {
    live.current.values = hostValues(update, metric.across);
    live.current.clockOffsetMs = update.timeMs - Date.now();
    draw();
  };
  useLiveFrame(
    {
      measurement: metric.measurement,
      fields: [metric.field],
      ...(placements.length > 0 && { match: { host: placements.map(({ host }) => host) } }),
    },
    takeFrame,
  );
  useEffect(() => {
    live.current.values = new Map();
  }, [metric]);
  useEffect(() => {
    redraw();
    const timer = setInterval(redraw, 1000);
    return () => clearInterval(timer);
  }, [metric, ramp, placements]);

  const units = Array.from({ length: rack.heightU }, (_, index) => rack.heightU - index);
  return (
    <div className="flex flex-col gap-4">
      <HeatLegend metric={metric} ramp={ramp} />
      <div className="flex w-full max-w-md gap-2">
        <ol aria-hidden className="w-6 text-right text-xs text-faint">
          {units.map((unit) => (
            <li key={unit} className="flex items-center justify-end" style={{ height: unitPx }}>
              {unit}
            </li>
          ))}
        </ol>
        <ol
          ref={drawing}
          aria-label={`Hosts in rack ${rack.name}`}
          className="relative min-w-0 flex-1 rounded-control border border-border-strong bg-background"
          style={{ height: rack.heightU * unitPx }}
        >
          {placements.map((placement) => (
            <HostSlot key={placement.host} placement={placement} rack={rack} />
          ))}
        </ol>
      </div>
    </div>
  );
}

/** Fills one host's slot: colour and number while the value is fresh, its age once it is not. */
function drawSlot(
  slot: HTMLElement,
  value: HostValue | undefined,
  nowMs: number,
  metric: HeatMetric,
  ramp: RampName,
): void {
  const isFresh = value !== undefined && nowMs - value.timeMs <= staleAfterMs;
  slot.classList.toggle('hatched', !isFresh);
  const [swatch, text] = slot.querySelectorAll<HTMLElement>('[data-part]');
  if (!swatch || !text) return;
  swatch.style.backgroundColor = isFresh
    ? rampColour(ramp, value.value, metric.domain)
    : 'transparent';
  const number = formatText(value?.value, metric.unit);
  text.textContent =
    value && !isFresh ? `${number}, ${formatAge(nowMs - value.timeMs)} ago` : number;
}

function HostSlot({ placement, rack }: { placement: HostPlacement; rack: Rack }) {
  const { host, positionU, heightU } = placement;
  if (positionU === null) return null;
  const top = (rack.heightU - (positionU + heightU - 1)) * unitPx;
  return (
    <li
      data-host={host}
      className="absolute inset-x-1 flex items-center gap-2 overflow-hidden rounded-[4px] border border-border-strong bg-surface pr-2"
      style={{ top: top + 1, height: heightU * unitPx - 2 }}
    >
      <span data-part="swatch" aria-hidden className="h-full w-2.5 shrink-0" />
      <Link
        href={`/hosts/${encodeURIComponent(host)}`}
        className="min-w-0 truncate text-sm hover:text-accent"
      >
        {host}
      </Link>
      <span data-part="value" className="ml-auto shrink-0 text-sm tabular-nums">
        –
      </span>
    </li>
  );
}
