'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Has the server draw the page again every `seconds` while somebody sees it. */
export function Refresh({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return null;
}
