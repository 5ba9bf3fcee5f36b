'use client';

import { useEffect, useRef } from 'react';
import { useLiveConnection } from '#components/live/live-provider.tsx';
import type { LiveState } from '#components/live/live-state.ts';
import { useLiveState } from '#components/live/use-live-state.ts';
import { Age } from '#components/ui/age.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { onSecond } from '#components/ui/clock.ts';

/** Beats when something arrives; amber with its age when nothing does, and says what is wrong. */
export function LiveDot() {
  const state = useLiveState();
  const dot = useBeat();
  const isLate = state.kind === 'stale' || state.kind === 'offline';
  return (
    <span
      role="status"
      title={explain(state)}
      className={classNames(
        'flex h-7 items-center gap-1.5 px-1 text-xs',
        isLate ? 'text-warning' : 'text-muted',
      )}
    >
      <span
        ref={dot}
        aria-hidden
        className={classNames('size-2 rounded-full', isLate ? 'bg-warning' : dotColour(state))}
      />
      <span className="sr-only">{explain(state)}</span>
      {isLate && (
        <span aria-hidden>
          <Age timeMs={state.sinceMs} />
        </span>
      )}
    </span>
  );
}

function dotColour(state: LiveState): string {
  return state.kind === 'live' ? 'bg-ok' : 'bg-unknown';
}

function explain(state: LiveState): string {
  switch (state.kind) {
    case 'connecting':
      return 'Connecting to the live stream';
    case 'live':
      return 'Live';
    case 'stale':
      return 'Nothing has arrived for a while';
    case 'offline':
      return state.reason === 'signed-out'
        ? 'The session is over: sign in again'
        : 'The server cannot be reached; trying again';
  }
}

/** One short swell for each second in which something was heard. */
function useBeat() {
  const element = useRef<HTMLSpanElement>(null);
  const connection = useLiveConnection();
  useEffect(() => {
    let heardMs = connection.lastHeardMs();
    return onSecond(() => {
      const now = connection.lastHeardMs();
      if (now === heardMs || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      heardMs = now;
      element.current?.animate(
        [{ transform: 'scale(1)' }, { transform: 'scale(1.5)' }, { transform: 'scale(1)' }],
        { duration: 240, easing: 'ease-out' },
      );
    });
  }, [connection]);
  return element;
}
