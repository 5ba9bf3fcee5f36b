'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { useLiveFrame } from './use-live-frame.ts';

/**
 * Has the server draw the page again when more things report than it knew when it drew it: somebody
 * who opens a page before the first sample has come sees the machine without asking again.
 */
export function RefreshOnNewcomers({
  measurement,
  field,
  match,
  known,
}: {
  measurement: string;
  /** Absent: every one of the measurement. */
  match?: Readonly<Record<string, readonly string[]>>;
  /** One that every one of them reports. */
  field: string;
  known: number;
}) {
  const router = useRouter();
  const asked = useRef(0);
  useLiveFrame({ measurement, fields: [field], ...(match && { match }) }, ({ layout }) => {
    const live = layout.entities.length;
    // A list that the server bounds stays shorter: it is asked once for each newcomer.
    if (live <= Math.max(known, asked.current)) return;
    asked.current = live;
    router.refresh();
  });
  return null;
}
