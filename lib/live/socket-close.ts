import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';

/** Close codes of our sockets; 4000 and up are ours to define. */
export const closeCodes = {
  goingAway: 1001,
  policy: 1008,
  tryAgain: 1013,
  /** The session or token is no longer good: sign in again before coming back. */
  sessionEnded: 4001,
  /** Another connection took this one's place. */
  replaced: 4002,
} as const;

/** Answers an upgrade that is not granted, with plain HTTP. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Closes politely; when `signal` aborts, what is still open is cut. */
export async function closeAll(sockets: readonly WebSocket[], signal: AbortSignal): Promise<void> {
  const cut = () => {
    for (const socket of sockets) socket.terminate();
  };
  const closed = sockets.map((socket) => {
    if (socket.readyState === socket.CLOSED) return Promise.resolve();
    const done = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.close(closeCodes.goingAway, 'the server is stopping');
    return done;
  });
  if (signal.aborted) cut();
  signal.addEventListener('abort', cut, { once: true });
  await Promise.all(closed);
  signal.removeEventListener('abort', cut);
}

export function readText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data as ArrayBuffer).toString('utf8');
}
