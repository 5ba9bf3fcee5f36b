'use client';

import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { codeName, type GpuEvent } from '#lib/model/gpu-event.ts';
import type { ChartMark } from '#components/charts/chart-model.ts';
import { Marks } from '#components/charts/marks.tsx';
import { useEvents, type PageEvents } from './use-events.ts';

export interface GpuEventsProps extends PageEvents<GpuEvent> {
  /** What the page is about; absent: the fleet. */
  readonly match?: Readonly<Partial<Record<'gpu' | 'host' | 'rack', readonly string[]>>>;
  /** What GPUs are called here, before the title on charts that several of them share. */
  readonly names?: Readonly<Record<string, string>>;
  /** Marks for what is worth a look only: charts of a fleet would be all marks. */
  readonly gravestOnly?: boolean;
  readonly children: ReactNode;
}

const source = { topic: 'events', path: 'gpu-events' } as const;
const EventsContext = createContext<readonly GpuEvent[]>([]);

/** Events for the feeds inside and as marks on every chart inside, as they happen. */
export function GpuEvents({
  match = {},
  initial,
  completeSinceMs,
  names = {},
  gravestOnly = false,
  children,
}: GpuEventsProps) {
  const events = useEvents(source, match, { initial, completeSinceMs });
  const namesText = JSON.stringify(names);
  const marks = useMemo(() => {
    const known = JSON.parse(namesText) as Record<string, string>;
    const shown = gravestOnly ? events.filter(({ severity }) => severity !== 'info') : events;
    return shown.map((event) => markOf(event, known[event.gpu]));
  }, [events, namesText, gravestOnly]);
  return (
    <EventsContext value={events}>
      <Marks marks={marks}>{children}</Marks>
    </EventsContext>
  );
}

/** Newest first. */
export function useGpuEvents(): readonly GpuEvent[] {
  return useContext(EventsContext);
}

/** An event as a mark on charts, under the name its GPU has there. */
export function markOf(event: GpuEvent, name?: string): ChartMark {
  const parts = [name, codeName(event), event.title].filter((part) => part !== null && part);
  return { timeMs: event.timeMs, level: event.severity, label: parts.join(' · ') };
}
