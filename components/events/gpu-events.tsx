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
import { codeName, type GpuEvent } from '#lib/model/gpu-event.ts';
import { timeRangeBounds } from '#lib/model/time-range.ts';
import { callApi } from '#components/api/send.ts';
import type { ChartMark } from '#components/charts/chart-model.ts';
import { Marks } from '#components/charts/marks.tsx';
import { useTopic } from '#components/live/use-topic.ts';
import { useTimeRange } from '#components/time/use-time-range.ts';
import { isAbout, mergeByKey } from './event-book.ts';

export interface GpuEventsProps {
  /** What the page is about; absent: the fleet. */
  readonly match?: Readonly<Partial<Record<'gpu' | 'host' | 'rack', readonly string[]>>>;
  /** What the server knew when it made the page, newest first. */
  readonly initial: readonly GpuEvent[];
  /** Everything since then is in `initial`. */
  readonly completeSinceMs: number;
  /** What GPUs are called here, before the title on charts that several of them share. */
  readonly names?: Readonly<Record<string, string>>;
  /** Marks for what is worth a look only: charts of a fleet would be all marks. */
  readonly gravestOnly?: boolean;
  readonly children: ReactNode;
}

const mostEvents = 1000;
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
  const [later, setLater] = useState<readonly GpuEvent[]>([]);
  const add = (events: readonly GpuEvent[]): void =>
    setLater((known) => mergeByKey(known, events, mostEvents));
  const reload = useRangeEvents(match, completeSinceMs, add);
  useTopic(
    'events',
    (payload) => {
      // Both ends are ours and of one version.
      const event = payload as GpuEvent;
      if (isAbout(event, match)) add([event]);
    },
    reload,
    reload,
  );
  const events = useMemo(() => mergeByKey(initial, later, mostEvents), [initial, later]);
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

/** Asks for what happened in the page's part of time where the page did not bring it along. */
function useRangeEvents(
  match: NonNullable<GpuEventsProps['match']>,
  completeSinceMs: number,
  onEvents: (events: readonly GpuEvent[]) => void,
): () => void {
  const { range } = useTimeRange();
  const [missed, setMissed] = useState(0);
  const found = useEffectEvent(onEvents);
  const isInitialEnough = useEffectEvent((startMs: number) => startMs >= completeSinceMs);
  const matchText = JSON.stringify(match);

  useEffect(() => {
    const { startMs, endMs } = timeRangeBounds(range, Date.now());
    if (missed === 0 && isInitialEnough(startMs)) return undefined;
    const aborter = new AbortController();
    const load = async (): Promise<void> => {
      const address = eventsAddress(startMs, endMs, JSON.parse(matchText) as typeof match);
      const answer = await callApi<{ items: GpuEvent[] }>(
        'GET',
        address,
        undefined,
        aborter.signal,
      );
      if (answer.ok && !aborter.signal.aborted) found(answer.value.items);
    };
    // Charts stand without their marks as well; the feed keeps what it has.
    load().catch(() => undefined);
    return () => aborter.abort();
  }, [range, matchText, missed]);

  return () => setMissed((count) => count + 1);
}

function eventsAddress(
  startMs: number,
  endMs: number,
  match: NonNullable<GpuEventsProps['match']>,
): string {
  const parameters = new URLSearchParams({
    start: String(Math.floor(startMs)),
    end: String(Math.ceil(endMs)),
    limit: '500',
  });
  for (const [tag, values] of Object.entries(match)) {
    for (const value of values) parameters.append('match', `${tag}:${value}`);
  }
  return `/api/v1/gpu-events?${parameters.toString()}`;
}

/** An event as a mark on charts, under the name its GPU has there. */
export function markOf(event: GpuEvent, name?: string): ChartMark {
  const parts = [name, codeName(event), event.title].filter((part) => part !== null && part);
  return { timeMs: event.timeMs, level: event.severity, label: parts.join(' · ') };
}
