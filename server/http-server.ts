import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { sendJson, type Handler } from './router.ts';

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** What the port is answered with now; the server swaps it as it starts and stops. */
export interface Answers {
  handle: Handler;
  upgrade: UpgradeHandler;
}

export const refuseUpgrade: UpgradeHandler = (_request, socket) => {
  socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n\r\n');
};

/** Answers 503 with the reason; `Retry-After` keeps agents and browsers polite. */
export function unavailable(reason: 'starting' | 'stopping'): Answers {
  return {
    handle: (_request, response) => {
      response.setHeader('Retry-After', '1');
      sendJson(response, 503, { error: `the server is ${reason}` });
      return Promise.resolve();
    },
    upgrade: refuseUpgrade,
  };
}

/**
 * Takes the port before anything else is opened, so that a second server on it stops before it
 * touches the data.
 *
 * @throws Error naming the address when it is taken or not ours.
 */
export async function listen(host: string, port: number, answers: Answers): Promise<Server> {
  const server = createServer(
    { maxHeaderSize: 32_768, requestTimeout: 60_000 },
    (request, response) => {
      void answers.handle(request, response);
    },
  );
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    answers.upgrade(request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new Error(`listen on ${host}:${port}: ${listenProblem(cause)}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return server;
}

export function portOf(server: Server): number {
  // A listening TCP server always has an address of this shape.
  return (server.address() as AddressInfo).port;
}

/** Lets answers under way finish for `graceMs`, then closes what is left. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

function listenProblem(cause: NodeJS.ErrnoException): string {
  if (cause.code === 'EADDRINUSE') return 'another program uses that port; set PORT to a free one';
  if (cause.code === 'EACCES') return 'this user may not open that port';
  if (cause.code === 'EADDRNOTAVAIL') return 'this machine does not have that address';
  return cause.message;
}
