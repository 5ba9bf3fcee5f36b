import { liveProtocol } from '#lib/wire/live-protocol.ts';
import { LiveConnection } from './live-connection.ts';
import type { LiveTime, OpenTransport } from './live-transport.ts';
import { attachToTab, type Tab } from './tab.ts';

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
 * Starts the connection and ties it to the browser's tab.
 *
 * @returns undoes both
 */
export function attachToBrowser(connection: LiveConnection): () => void {
  return attachToTab(connection, browserTab, browserTime);
}

const browserTab: Tab = {
  isHidden: () => document.hidden,
  onVisibility: (listener) => listen(document, 'visibilitychange', listener),
  onOnline: (listener) => listen(window, 'online', listener),
};

function listen(target: EventTarget, event: string, listener: () => void): () => void {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
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
