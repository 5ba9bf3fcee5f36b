'use client';

import { useRef } from 'react';
import type { LiveQuestion } from '#components/live/live-question.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { useRefreshSoon } from '#components/live/use-refresh.ts';
import { useTopic } from '#components/live/use-topic.ts';

/**
 * Has the server draw the page again when a state or a severity changes: the words for them do not
 * travel in the stream, only their numbers do.
 */
export function RefreshOnChange({ device }: { device?: string }) {
  const refreshSoon = useRefreshSoon();
  useTopic('device-events', refreshSoon, refreshSoon);
  const match = device === undefined ? {} : { device: [device] };
  useRefreshOn({ measurement: 'facility', fields: ['severity'], match }, refreshSoon);
  useRefreshOn(
    { measurement: 'facility', fields: ['value'], match: { ...match, kind: ['state'] } },
    refreshSoon,
  );
  useRefreshOn({ measurement: 'snmp_poll', fields: ['up'], match }, refreshSoon);
  return null;
}

function useRefreshOn(question: LiveQuestion, refresh: () => void): void {
  const last = useRef<{ readonly layout: object; readonly values: Float32Array } | null>(null);
  useLiveFrame(question, ({ layout, columns }) => {
    const [values] = columns;
    if (!values) return;
    const before = last.current;
    last.current = { layout, values: values.slice() };
    if (!before) return;
    if (before.layout !== layout || !areSame(before.values, values)) refresh();
  });
}

function areSame(a: Float32Array, b: Float32Array): boolean {
  // Object.is: a gap, NaN, is the same as a gap.
  return a.length === b.length && a.every((value, place) => Object.is(value, b[place]));
}
