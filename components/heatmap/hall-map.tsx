'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useRef, useState, type MouseEvent } from 'react';
import { NoteBox, showNote } from './hall-canvas.tsx';
import type { HeatMetric } from './heat-metric.ts';
import { HeatLegend } from './legend.tsx';
import { describeFound } from './pointed-note.ts';
import { useHallScene, type HallPlaces } from './use-hall-scene.ts';

export interface HallMapProps extends HallPlaces {
  readonly metric: HeatMetric;
}

const margin = () => ({ top: 4, right: 4, bottom: 4, left: 4 });

/** The hall inside another page: it stays where it is, and a rack leads to the map of racks. */
export function HallMap({ sites, racks, placements, metric }: HallMapProps) {
  const places = useMemo(() => ({ sites, racks, placements }), [sites, racks, placements]);
  const [refused, setRefused] = useState<string | null>(null);
  const note = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const { box, cells, frame, scene, ramp } = useHallScene({
    ...{ places, metric, insets: margin, selectedRackId: null, isLive: true },
    onRefused: setRefused,
  });
  const point = (event: MouseEvent<HTMLElement>): { x: number; y: number } => {
    const bounds = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  };
  return (
    <div className="flex h-full flex-col gap-3">
      <HeatLegend metric={metric} ramp={ramp} />
      {refused !== null && <p role="alert">{refused}</p>}
      <div
        ref={box}
        role="img"
        aria-label={`${racks.length} racks coloured by ${metric.label}; the page of racks has a table of them`}
        className="relative min-h-80 min-w-0 flex-1 cursor-pointer overflow-hidden"
        onPointerMove={(event) => {
          const { x, y } = point(event);
          const found = scene.current?.hover(x, y) ?? null;
          showNote(note.current, found && describeFound(found, metric, Date.now()), x, y);
        }}
        onPointerLeave={() => {
          scene.current?.leave();
          showNote(note.current, null, 0, 0);
        }}
        onClick={(event) => {
          const { x, y } = point(event);
          const found = scene.current?.find(x, y);
          const query = new URLSearchParams({ metric: metric.id });
          if (found) query.set('rack', found.rack.rack.id);
          router.push(`/racks?${query.toString()}`);
        }}
      >
        <canvas ref={cells} aria-hidden className="absolute inset-0 size-full" />
        <canvas ref={frame} aria-hidden className="absolute inset-0 size-full" />
        <NoteBox note={note} />
      </div>
    </div>
  );
}
