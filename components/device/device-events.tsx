'use client';

import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { DeviceEvent } from '#lib/model/device-report.ts';
import type { ChartMark } from '#components/charts/chart-model.ts';
import { Marks } from '#components/charts/marks.tsx';
import { useEvents, type PageEvents } from '#components/events/use-events.ts';

export interface DeviceEventsProps extends PageEvents<DeviceEvent> {
  /** Names of the devices that the page is about; absent: all of them. */
  readonly devices?: readonly string[];
  readonly children: ReactNode;
}

const source = { topic: 'device-events', path: 'device-events' } as const;
const EventsContext = createContext<readonly DeviceEvent[]>([]);

/** Events of devices for the feeds inside and as marks on every chart inside, as they happen. */
export function DeviceEvents({ devices, children, ...page }: DeviceEventsProps) {
  const events = useEvents(source, devices === undefined ? {} : { device: devices }, page);
  const isOfMany = devices?.length !== 1;
  const marks = useMemo(() => events.map((event) => markOf(event, isOfMany)), [events, isOfMany]);
  return (
    <EventsContext value={events}>
      <Marks marks={marks}>{children}</Marks>
    </EventsContext>
  );
}

/** Newest first. */
export function useDeviceEvents(): readonly DeviceEvent[] {
  return useContext(EventsContext);
}

/** An event as a mark on charts, with its device where the charts are of several. */
function markOf({ timeMs, severity, device, subject, title }: DeviceEvent, isOfMany: boolean) {
  const parts = [isOfMany ? device : null, subject, title].filter((part) => part !== null);
  return { timeMs, level: severity, label: parts.join(' · ') } satisfies ChartMark;
}
