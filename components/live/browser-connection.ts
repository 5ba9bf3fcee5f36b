import { liveProtocol } from '#lib/wire/live-protocol.ts';
import { LiveConnection } from './live-connection.ts';
import type { LiveTime, OpenTransport } from './live-transport.ts';

/** A glance at another tab should not cost a gap in every live chart. */
const pauseAfterMs = 30_000;

const browserTime: LiveTime = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Not connected yet: call `start` once there is a page to show things on. */
export function createBrowserConnection(): LiveConnection {
  return new LiveConnection({
    open: (events) => openWebSocket(liveUrl(window.location), events),
    time: browserTime,
    random: () => Math.random(),
  });
}

/**
 * Starts the connection and ties it to the tab: frames stop while nobody sees it, and it tries
 * again as soon as the network is back.
 *
 * @returns undoes both
 */
export function attachToTab(connection: LiveConnection): () => void {
  let cancelPause: () => void = () => undefined;
  const onVisibility = () => {
    cancelPause();
    if (document.hidden) {
      cancelPause = browserTime.after(pauseAfterMs, () => connection.setPaused(true));
    } else {
      connection.setPaused(false);
      connection.retryNow();
    }
  };
  const onOnline = () => connection.retryNow();
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('online', onOnline);
  connection.start();
  return () => {
    cancelPause();
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('online', onOnline);
    connection.stop();
  };
}

function liveUrl({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/live`;
}

const openWebSocket = (url: string, events: Parameters<OpenTransport>[0]) => {
  const socket = new WebSocket(url, liveProtocol);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.opened();
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => events.message(data);
  socket.onclose = ({ code }) => events.closed(code);
  return socket;
};
