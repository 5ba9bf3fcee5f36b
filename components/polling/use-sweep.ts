'use client';

import { useEffect, useState } from 'react';
import { callApi } from '#components/api/send.ts';
import type { Sweep } from './sweep.ts';

const everyMs = 700;

export interface FollowedSweep {
  readonly sweep: Sweep;
  /** Why nothing newer is known; asking goes on. */
  readonly error: string | null;
  readonly cancel: () => Promise<void>;
}

/** Follows a sweep until it has ended. */
export function useSweep(started: Sweep): FollowedSweep {
  const [sweep, setSweep] = useState(started);
  const [error, setError] = useState<string | null>(null);
  const path = `/api/v1/devices/sweeps/${started.id}`;
  const isRunning = sweep.state === 'running';

  useEffect(() => {
    if (!isRunning) return undefined;
    const aborter = new AbortController();
    const look = async (): Promise<void> => {
      const answer = await callApi<Sweep>('GET', path, undefined, aborter.signal);
      if (aborter.signal.aborted) return;
      setError(answer.ok ? null : answer.error);
      if (answer.ok) setSweep(answer.value);
    };
    const timer = setInterval(() => {
      look().catch(() => undefined);
    }, everyMs);
    return () => {
      clearInterval(timer);
      aborter.abort();
    };
  }, [path, isRunning]);

  return {
    sweep,
    error,
    cancel: async () => {
      const answer = await callApi<Sweep>('DELETE', path);
      setError(answer.ok ? null : answer.error);
      if (answer.ok) setSweep(answer.value);
    },
  };
}
