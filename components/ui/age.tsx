'use client';

import { formatAge } from '#lib/format/duration.ts';
import { useNow } from './clock.ts';

/** How old something is, counted up while it is on screen: `12 s`. */
export function Age({ timeMs }: { timeMs: number }) {
  const now = useNow();
  return (
    <span className="inline-block min-w-8 text-right tabular-nums">
      {now === null ? '–' : formatAge(now - timeMs)}
    </span>
  );
}
