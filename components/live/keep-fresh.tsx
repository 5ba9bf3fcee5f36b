'use client';

import { useRefreshEvery, useRefreshSoon } from './use-refresh.ts';
import { useTopic } from './use-topic.ts';

/**
 * Draws what the server worked out again: sentences, states and shares, which no stream carries.
 * Soon after something has happened to a GPU, and every so often while somebody looks.
 */
export function KeepFresh({ everySeconds }: { everySeconds: number }) {
  const refreshSoon = useRefreshSoon();
  useTopic('events', refreshSoon, refreshSoon);
  useRefreshEvery(everySeconds);
  return null;
}
