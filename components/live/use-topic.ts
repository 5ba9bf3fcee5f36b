'use client';

import { useEffect, useEffectEvent } from 'react';
import type { Topic } from '#lib/wire/live-messages.ts';
import { useLiveConnection } from './live-provider.tsx';

/**
 * Calls `onMessage` with each message of a topic from now on, once and in order, also across
 * reconnections; `onMissed` when some are lost for good and the page should read its state again;
 * `onJoined` once, when messages come from then on: between the making of a page and that moment
 * something may have happened.
 */
export function useTopic(
  topic: Topic,
  onMessage: (payload: unknown, timeMs: number) => void,
  onMissed?: () => void,
  onJoined?: () => void,
): void {
  const connection = useLiveConnection();
  const message = useEffectEvent(onMessage);
  const missed = useEffectEvent(() => onMissed?.());
  const joined = useEffectEvent(() => onJoined?.());

  useEffect(() => connection.follow(topic, { message, missed, joined }), [connection, topic]);
}
