'use client';

import { useSyncExternalStore } from 'react';

/**
 * Now, in epoch milliseconds, once a second; null until the browser has taken over from the
 * server's HTML, so that both draw the same first picture. One timer serves the whole page.
 */
export function useNow(): number | null {
  return useSyncExternalStore<number | null>(subscribe, readNow, () => null);
}

/** Calls back once a second, together with every other age and chart of the page. */
export function onSecond(listener: () => void): () => void {
  return subscribe(listener);
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now: number | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
    now = null;
  };
}

function readNow(): number {
  now ??= Date.now();
  return now;
}
