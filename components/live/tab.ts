import type { LiveConnection } from './live-connection.ts';
import type { LiveTime } from './live-transport.ts';

/** The part of a browser's tab that a live connection has to know of. */
export interface Tab {
  isHidden(): boolean;
  /** @returns stops listening */
  onVisibility(listener: () => void): () => void;
  /** The network is back. @returns stops listening */
  onOnline(listener: () => void): () => void;
}

/** A glance at another tab should not cost a gap in every live chart. */
const pauseAfterMs = 30_000;

/**
 * Starts the connection and ties it to the tab: the server sends no frames while nobody sees it, and
 * it tries again as soon as the network is back.
 *
 * @returns undoes both
 */
export function attachToTab(
  connection: Pick<LiveConnection, 'start' | 'stop' | 'setPaused' | 'retryNow'>,
  tab: Tab,
  time: Pick<LiveTime, 'after'>,
): () => void {
  let cancelPause: () => void = () => undefined;
  const onVisibility = () => {
    cancelPause();
    if (tab.isHidden()) {
      cancelPause = time.after(pauseAfterMs, () => connection.setPaused(true));
    } else {
      connection.setPaused(false);
      connection.retryNow();
    }
  };
  const stops = [tab.onVisibility(onVisibility), tab.onOnline(() => connection.retryNow())];
  // A page opened in the background has shown nothing yet that could have a gap.
  if (tab.isHidden()) connection.setPaused(true);
  connection.start();
  return () => {
    cancelPause();
    for (const stop of stops) stop();
    connection.stop();
  };
}
