'use client';

import { useEffect, useEffectEvent } from 'react';
import type { FrameUpdate } from './frame-book.ts';
import type { LiveQuestion } from './live-question.ts';
import { useLiveConnection } from './live-provider.tsx';

/**
 * Calls `onFrame` with the newest values, at most once an animation frame: draw them, keep them in a
 * ref, but do not set state with them. No question, no subscription.
 *
 * @param onRefused one sentence when the server will not answer the question
 */
export function useLiveFrame(
  question: LiveQuestion | null,
  onFrame: (update: FrameUpdate) => void,
  onRefused?: (error: string) => void,
): void {
  const connection = useLiveConnection();
  const draw = useEffectEvent(onFrame);
  const refuse = useEffectEvent((error: string) => onRefused?.(error));
  // A question written in place is a new object at every render, but the same question.
  const asked = question === null ? null : JSON.stringify(question);

  useEffect(() => {
    if (asked === null) return undefined;
    let newest: FrameUpdate | null = null;
    let scheduled = 0;
    const show = () => {
      scheduled = 0;
      if (newest) draw(newest);
      newest = null;
    };
    const end = connection.subscribe(JSON.parse(asked) as LiveQuestion, {
      frame(update) {
        newest = update;
        if (scheduled === 0) scheduled = requestAnimationFrame(show);
      },
      refused: refuse,
    });
    return () => {
      end();
      cancelAnimationFrame(scheduled);
    };
  }, [connection, asked]);
}
