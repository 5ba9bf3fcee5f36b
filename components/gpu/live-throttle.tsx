'use client';

import { useRef } from 'react';
import { throttlesOf } from '#lib/model/throttle.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { entitiesWith, lineValue } from '#components/series/line-value.ts';

const line = { field: 'throttle_reasons', across: 'max' } as const;

/** Why a GPU is held down now, in words; it changes in place like a number does. */
export function LiveThrottle({
  fields,
  gpu,
  initial,
}: {
  /** All fields of the table around it: they travel in one subscription. */
  fields: readonly string[];
  gpu: string;
  initial: number | null;
}) {
  const place = useRef<HTMLSpanElement>(null);
  useLiveFrame({ measurement: 'gpu', fields: [...fields] }, (update) => {
    const own = entitiesWith(update, { gpu });
    const bits = lineValue(line, update, (entity) => own.has(entity));
    const text = throttleWords(bits);
    if (place.current && place.current.textContent !== text) place.current.textContent = text;
  });
  return (
    <span ref={place} className="text-muted">
      {throttleWords(initial)}
    </span>
  );
}

export function throttleWords(bits: number | null): string {
  if (bits === null) return '–';
  const reasons = throttlesOf(bits);
  return reasons.length === 0 ? 'not' : reasons.map(({ label }) => label).join(', ');
}
