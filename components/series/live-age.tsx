'use client';

import { useEffect, useRef } from 'react';
import { formatAge } from '#lib/format/duration.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { onSecond } from '#components/ui/clock.ts';
import { newestSampleMs } from './line-value.ts';

/** How old the newest sample of a measurement is, as of now. */
export function LiveAge({
  measurement,
  field,
  initialTimeMs,
}: {
  measurement: string;
  field: string;
  initialTimeMs: number;
}) {
  const place = useRef<HTMLSpanElement>(null);
  const newestMs = useRef(initialTimeMs);
  useLiveFrame({ measurement, fields: [field] }, (update) => {
    newestMs.current = Math.max(newestMs.current, newestSampleMs(update));
  });
  useEffect(() => {
    const show = () => {
      if (place.current) place.current.textContent = formatAge(Date.now() - newestMs.current);
    };
    show();
    return onSecond(show);
  }, []);
  return (
    <span ref={place} className="tabular-nums">
      –
    </span>
  );
}
