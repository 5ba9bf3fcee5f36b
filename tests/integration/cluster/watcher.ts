import { WebSocket } from 'ws';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import { LiveConnection } from '#components/live/live-connection.ts';
import type { TransportEvents } from '#components/live/live-transport.ts';
import { liveProtocol } from '#lib/wire/live-protocol.ts';
import { testTokens } from '#tests/simulator/isotherm.ts';

/** The browser's own connection over a Node socket: it reconnects and resumes by itself. */
export interface Watcher {
  /** Newest number that was seen of a host; −1 = none. */
  seen(host: string): number;
  /** Codes of the events of a host, in the order in which they came. */
  events(host: string): readonly number[];
  /** How often it was told that messages were lost for good. */
  missed(): number;
  connections(): number;
  close(): void;
}

export function startWatcher(port: number): Watcher {
  const seen = new Map<string, number>();
  const events = new Map<string, number[]>();
  let missed = 0;
  let connections = 0;
  const connection = new LiveConnection({
    random: () => 0,
    time: {
      now: () => Date.now(),
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    open: (listener) => {
      connections += 1;
      return openSocket(`ws://127.0.0.1:${port}/api/live`, listener);
    },
  });
  connection.subscribe(
    { measurement: 'pulse', fields: ['number'] },
    { frame: (update) => note(seen, update) },
  );
  connection.follow('events', {
    message(payload) {
      const { host, code } = payload as { host: string; code: number };
      events.set(host, [...(events.get(host) ?? []), code]);
    },
    missed: () => (missed += 1),
  });
  connection.start();
  return {
    seen: (host) => seen.get(host) ?? -1,
    events: (host) => events.get(host) ?? [],
    missed: () => missed,
    connections: () => connections,
    close: () => connection.stop(),
  };
}

function note(seen: Map<string, number>, { layout, columns }: FrameUpdate): void {
  layout.entities.forEach((tags, index) => {
    const value = columns[0]?.[index] ?? Number.NaN;
    if (!Number.isNaN(value)) seen.set(tags['host'] ?? '', value);
  });
}

function openSocket(url: string, events: TransportEvents) {
  const socket = new WebSocket(url, liveProtocol, {
    headers: { Authorization: `Bearer ${testTokens.admin}` },
  });
  socket.binaryType = 'arraybuffer';
  socket.on('open', () => events.opened());
  socket.on('error', () => undefined);
  socket.on('message', (data, isBinary) => {
    if (isBinary) events.message(data as ArrayBuffer);
    else events.message(Buffer.from(data as ArrayBuffer).toString('utf8'));
  });
  socket.on('close', (code) => events.closed(code));
  return {
    send: (message: string) => socket.send(message),
    close: () => socket.terminate(),
  };
}
