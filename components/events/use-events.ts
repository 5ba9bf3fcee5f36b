'use client';

import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { timeRangeBounds } from '#lib/model/time-range.ts';
import type { Topic } from '#lib/wire/live-messages.ts';
import { callApi } from '#components/api/send.ts';
import { useTopic } from '#components/live/use-topic.ts';
import { useTimeRange } from '#components/time/use-time-range.ts';
import { isAbout, mergeByKey, type EventMatch, type KeyedEvent } from './event-book.ts';

/** Where one kind of events is heard and asked for. */
export interface EventSource {
  readonly topic: Topic;
  /** Below /api/v1. */
  readonly path: string;
}

export interface PageEvents<Event> {
  /** What the server knew when it made the page, newest first. */
  readonly initial: readonly Event[];
  /** Everything since then is in `initial`. */
  readonly completeSinceMs: number;
}

const mostEvents = 1000;

/** The events a page is about, newest first: its own, those of its part of time, and those to come. */
export function useEvents<Event extends KeyedEvent>(
  source: EventSource,
  match: EventMatch<Event>,
  { initial, completeSinceMs }: PageEvents<Event>,
): readonly Event[] {
  const [later, setLater] = useState<readonly Event[]>([]);
  const add = (events: readonly Event[]): void =>
    setLater((known) => mergeByKey(known, events, mostEvents));
  const reload = useRangeEvents(source.path, match, completeSinceMs, add);
  useTopic(
    source.topic,
    (payload) => {
      // Both ends are ours and of one version.
      const event = payload as Event;
      if (isAbout(event, match)) add([event]);
    },
    reload,
    reload,
  );
  return useMemo(() => mergeByKey(initial, later, mostEvents), [initial, later]);
}

/** Asks for what happened in the page's part of time where the page did not bring it along. */
function useRangeEvents<Event>(
  path: string,
  match: EventMatch<Event>,
  completeSinceMs: number,
  onEvents: (events: readonly Event[]) => void,
): () => void {
  const { range } = useTimeRange();
  const [missed, setMissed] = useState(0);
  const found = useEffectEvent(onEvents);
  const isInitialEnough = useEffectEvent((startMs: number) => startMs >= completeSinceMs);
  const filters = new URLSearchParams(matchParameters(match)).toString();

  useEffect(() => {
    const { startMs, endMs } = timeRangeBounds(range, Date.now());
    if (missed === 0 && isInitialEnough(startMs)) return undefined;
    const aborter = new AbortController();
    const load = async (): Promise<void> => {
      const parameters = new URLSearchParams(filters);
      parameters.set('start', String(Math.floor(startMs)));
      parameters.set('end', String(Math.ceil(endMs)));
      parameters.set('limit', '500');
      const answer = await callApi<{ items: Event[] }>(
        'GET',
        `/api/v1/${path}?${parameters.toString()}`,
        undefined,
        aborter.signal,
      );
      if (answer.ok && !aborter.signal.aborted) found(answer.value.items);
    };
    // Charts stand without their marks as well; the feed keeps what it has.
    load().catch(() => undefined);
    return () => aborter.abort();
  }, [range, path, filters, missed]);

  return () => setMissed((count) => count + 1);
}

function matchParameters(match: object): [string, string][] {
  return Object.entries(match as Readonly<Record<string, readonly string[]>>).flatMap(
    ([tag, values]) => values.map((value): [string, string] => ['match', `${tag}:${value}`]),
  );
}
