'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** What changes one thing often changes several within the same second. */
const gatherMs = 1000;

/**
 * Has the server draw the page again a second from now, however often it is called until then; a tab
 * that nobody sees waits until somebody does.
 */
export function useRefreshSoon(): () => void {
  const router = useRouter();
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const isOverdue = useRef(false);
  useEffect(() => {
    const onVisibility = () => {
      if (document.hidden || !isOverdue.current) return;
      isOverdue.current = false;
      router.refresh();
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      if (waiting.current !== null) clearTimeout(waiting.current);
      waiting.current = null;
    };
  }, [router]);
  return () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = null;
      if (document.hidden) isOverdue.current = true;
      else router.refresh();
    }, gatherMs);
  };
}

/** Has the server draw the page again every `seconds` while somebody sees it. */
export function useRefreshEvery(seconds: number): void {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [router, seconds]);
}
