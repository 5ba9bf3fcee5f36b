'use client';

import { useRef, useState } from 'react';
import type { GpuHealth } from '#lib/model/gpu-health.ts';
import { throttlesOf } from '#lib/model/throttle.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { Status } from '#components/ui/status.tsx';
import { lineValue } from '#components/series/line-value.ts';
import { useOwnPlaces } from '#components/series/use-own-places.ts';

const line = { field: 'throttle_reasons', across: 'max' } as const;

interface LiveCondition {
  /** All fields of the table around it: they travel in one subscription. */
  readonly fields: readonly string[];
  readonly gpu: string;
}

/** Why a GPU is held down now, in words; it changes in place like a number does. */
export function LiveThrottle({
  fields,
  gpu,
  initial,
}: LiveCondition & { readonly initial: number | null }) {
  const place = useRef<HTMLSpanElement>(null);
  useReasons({ fields, gpu }, (bits) => {
    const text = throttleWords(bits);
    if (place.current && place.current.textContent !== text) place.current.textContent = text;
  });
  return (
    <span ref={place} className="text-muted">
      {throttleWords(initial)}
    </span>
  );
}

/**
 * How a GPU is, its throttling as of now. What it is lost for or in need of the server judges; state
 * is set when that changes, not with every frame.
 */
export function LiveHealth({
  fields,
  gpu,
  health,
}: LiveCondition & { readonly health: GpuHealth }) {
  const [bits, setBits] = useState<number | null>(null);
  useReasons({ fields, gpu }, setBits);
  if (health.state === 'lost' || health.state === 'attention' || bits === null) {
    return (
      <Status level={health.level}>
        {health.state === 'throttled' ? 'throttled' : health.words}
      </Status>
    );
  }
  const [gravest] = throttlesOf(bits);
  return <Status level={gravest?.level ?? 'ok'}>{gravest ? 'throttled' : 'healthy'}</Status>;
}

function useReasons({ fields, gpu }: LiveCondition, onBits: (bits: number | null) => void): void {
  const placesIn = useOwnPlaces({ gpu });
  useLiveFrame({ measurement: 'gpu', fields: [...fields] }, (update) => {
    onBits(lineValue(line, update, placesIn(update)));
  });
}

export function throttleWords(bits: number | null): string {
  if (bits === null) return '–';
  const reasons = throttlesOf(bits);
  return reasons.length === 0 ? 'nothing' : reasons.map(({ label }) => label).join(', ');
}
