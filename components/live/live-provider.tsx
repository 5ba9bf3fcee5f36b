'use client';

import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { attachToBrowser, createBrowserConnection } from './browser-connection.ts';
import type { LiveConnection } from './live-connection.ts';

const LiveContext = createContext<LiveConnection | null>(null);

/** Holds the tab's one stream; put it around everything that shows live values. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [connection] = useState(createBrowserConnection);
  useEffect(() => attachToBrowser(connection), [connection]);
  return <LiveContext value={connection}>{children}</LiveContext>;
}

/** @throws Error outside a LiveProvider */
export function useLiveConnection(): LiveConnection {
  const connection = use(LiveContext);
  if (!connection) throw new Error('use the live connection: there is no LiveProvider around');
  return connection;
}
