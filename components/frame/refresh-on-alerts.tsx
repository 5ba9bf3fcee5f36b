'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import type { AlertMessage } from '#lib/wire/alert-messages.ts';
import { useTopic } from '#components/live/use-topic.ts';

/** Many alerts often change within the same second. */
const gatherMs = 1000;

/** Draws what the server knows again when alerts change: counts, lists, sentences. */
export function RefreshOnAlerts() {
  const router = useRouter();
  const waiting = useRef(false);
  const refresh = (): void => {
    if (waiting.current) return;
    waiting.current = true;
    setTimeout(() => {
      waiting.current = false;
      router.refresh();
    }, gatherMs);
  };
  useTopic(
    'alerts',
    (payload) => {
      // New values of the same alerts come every second and change nothing that is drawn here.
      if ((payload as AlertMessage).kind !== 'values') refresh();
    },
    refresh,
  );
  return null;
}
