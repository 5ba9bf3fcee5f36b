'use client';

import type { AlertMessage } from '#lib/wire/alert-messages.ts';
import { useRefreshSoon } from '#components/live/use-refresh.ts';
import { useTopic } from '#components/live/use-topic.ts';

/** Draws what the server knows again when alerts change: counts, lists, sentences. */
export function RefreshOnAlerts() {
  const refresh = useRefreshSoon();
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
