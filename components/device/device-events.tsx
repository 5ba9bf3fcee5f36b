'use client';

import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import type { DeviceEvent } from '#lib/model/device-report.ts';
import { timeRangeBounds } from '#lib/model/time-range.ts';
import { callApi } from '#components/api/send.ts';
import type { ChartMark } from '#components/charts/chart-model.ts';
import { Marks } from '#components/charts/marks.tsx';
import { useTopic } from '#components/live/use-topic.ts';
import { useTimeRange } from '#components/time/use-time-range.ts';
import { mergeByKey } from '#components/events/event-book.ts';

export interface DeviceEventsProps {
  /** Names of the devices that the page is about; absent: all of them. */
  readonly devices?: readonly string[];
  /** What the server knew when it made the page, newest first. */
  readonly initial: readonly DeviceEvent[];
  /** Everything since then is in `initial`. */
  readonly completeSinceMs: number;
  readonly children: ReactNode;
}

const mostEvents = 1000;
const EventsContext = createContext<readonly DeviceEvent[]>([]);

/** Events of devices for the feeds inside and as marks on every chart inside, as they happen. */
export function DeviceEvents({ devices, initial, completeSinceMs, children }: DeviceEventsProps) {
  const [later, setLater] = useState<readonly DeviceEvent[]>([]);
  const add = (events: readonly DeviceEvent[]): void =>
    setLater((known) => mergeByKey(known, events, mostEvents));
  const reload = useRangeEvents(devices, completeSinceMs, add);
  useTopic(
    'device-events',
    (payload) => {
      // Both ends are ours and of one version.
      const event = payload as DeviceEvent;
      if (devices === undefined || devices.includes(event.device)) add([event]);
    },
    reload,
    reload,
  );
  const events = useMemo(() => mergeByKey(initial, later, mostEvents), [initial, later]);
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

/** Asks for what happened in the page's part of time where the page did not bring it along. */
function useRangeEvents(
  devices: readonly string[] | undefined,
  completeSinceMs: number,
  onEvents: (events: readonly DeviceEvent[]) => void,
): () => void {
  const { range } = useTimeRange();
  const [missed, setMissed] = useState(0);
  const found = useEffectEvent(onEvents);
  const isInitialEnough = useEffectEvent((startMs: number) => startMs >= completeSinceMs);
  const namesText = JSON.stringify(devices ?? []);

  useEffect(() => {
    const { startMs, endMs } = timeRangeBounds(range, Date.now());
    if (missed === 0 && isInitialEnough(startMs)) return undefined;
    const aborter = new AbortController();
    const load = async (): Promise<void> => {
      const answer = await callApi<{ items: DeviceEvent[] }>(
        'GET',
        eventsAddress(startMs, endMs, JSON.parse(namesText) as string[]),
        undefined,
        aborter.signal,
      );
      if (answer.ok && !aborter.signal.aborted) found(answer.value.items);
    };
    // Charts stand without their marks as well; the feed keeps what it has.
    load().catch(() => undefined);
    return () => aborter.abort();
  }, [range, namesText, missed]);

  return () => setMissed((count) => count + 1);
}

function eventsAddress(startMs: number, endMs: number, devices: readonly string[]): string {
  const parameters = new URLSearchParams({
    start: String(Math.floor(startMs)),
    end: String(Math.ceil(endMs)),
    limit: '500',
  });
  for (const device of devices) parameters.append('match', `device:${device}`);
  return `/api/v1/device-events?${parameters.toString()}`;
}

/** An event as a mark on charts, with its device where the charts are of several. */
function markOf({ timeMs, severity, device, subject, title }: DeviceEvent, isOfMany: boolean) {
  const parts = [isOfMany ? device : null, subject, title].filter((part) => part !== null);
  return { timeMs, level: severity, label: parts.join(' · ') } satisfies ChartMark;
}
