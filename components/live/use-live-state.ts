'use client';

import { useSyncExternalStore } from 'react';
import { useLiveConnection } from './live-provider.tsx';
import type { LiveState } from './live-state.ts';

/** Whether what the page shows is current; changes when the state does, not with every frame. */
export function useLiveState(): LiveState {
  const connection = useLiveConnection();
  return useSyncExternalStore(connection.onState, connection.state, connection.state);
}
