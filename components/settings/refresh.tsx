'use client';

import { useRefreshEvery } from '#components/live/use-refresh.ts';

/** Has the server draw the page again every `seconds` while somebody sees it. */
export function Refresh({ seconds }: { seconds: number }) {
  useRefreshEvery(seconds);
  return null;
}
