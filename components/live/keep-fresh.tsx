'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTopic } from './use-topic.ts';

/** Several GPUs of a host are often lost within the same second. */
const gatherMs = 1000;

/**
 * Draws what the server worked out again: sentences, states and shares, which no stream carries.
 * At once when something happens to a GPU, and every so often while somebody looks.
 */
export function KeepFresh({ everySeconds }: { everySeconds: number }) {
  const router = useRouter();
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const refresh = useEffectEvent(() => {
    if (!document.hidden) router.refresh();
  });
  const refreshSoon = (): void => {
    waiting.current ??= setTimeout(() => {
      waiting.current = null;
      router.refresh();
    }, gatherMs);
  };
  useTopic('events', refreshSoon, refreshSoon);
  useEffect(() => {
    const timer = setInterval(refresh, everySeconds * 1000);
    return () => {
      clearInterval(timer);
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    };
  }, [everySeconds]);
  return null;
}
