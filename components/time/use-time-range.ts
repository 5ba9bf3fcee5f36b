'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useMemo, useTransition } from 'react';
import { parseTimeRange, timeRangeParameters, type TimeRange } from '#lib/model/time-range.ts';

export interface TimeRangeControl {
  readonly range: TimeRange;
  /** True while the page is being drawn for a new range. */
  readonly changing: boolean;
  readonly set: (range: TimeRange) => void;
  /** The current path and other parameters with the range given: an address to share. */
  readonly hrefFor: (range: TimeRange) => string;
}

/** The page's part of time. It lives in the address, so every view can be shared and gone back to. */
export function useTimeRange(): TimeRangeControl {
  const router = useRouter();
  const pathname = usePathname();
  const parameters = useSearchParams();
  const [changing, startTransition] = useTransition();
  const text = parameters.toString();

  return useMemo(() => {
    const current = new URLSearchParams(text);
    const range = parseTimeRange({
      range: current.get('range'),
      from: current.get('from'),
      to: current.get('to'),
    });
    const hrefFor = (next: TimeRange): string => {
      const changed = new URLSearchParams(text);
      for (const name of ['range', 'from', 'to']) changed.delete(name);
      for (const [name, value] of Object.entries(timeRangeParameters(next))) {
        changed.set(name, value);
      }
      const query = changed.toString();
      return query === '' ? pathname : `${pathname}?${query}`;
    };
    return {
      range,
      changing,
      hrefFor,
      set: (next) => startTransition(() => router.push(hrefFor(next), { scroll: false })),
    };
  }, [text, pathname, changing, router]);
}
