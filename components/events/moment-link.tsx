'use client';

import Link from 'next/link';
import { rangeAround } from '#lib/model/time-range.ts';
import { useTimeRange } from '#components/time/use-time-range.ts';
import { Time } from '#components/ui/time.tsx';

/** The charts of this page, around the moment something happened. */
export function MomentLink({ timeMs }: { timeMs: number }) {
  const { hrefFor } = useTimeRange();
  return (
    <Link
      href={hrefFor(rangeAround(timeMs, timeMs))}
      scroll={false}
      title="Show this moment"
      className="shrink-0 text-xs text-muted hover:text-text hover:underline"
    >
      <Time timeMs={timeMs} style="second" />
    </Link>
  );
}
