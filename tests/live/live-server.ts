import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** A real HTTP server on a free port that hands upgrades over, and can be stopped and started. */
export interface UpgradeServer {
  readonly url: string;
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

export async function startUpgradeServer(upgrade: Upgrade): Promise<UpgradeServer> {
  const server = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new Set<Duplex>();
  server.on('upgrade', (request, socket, head) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    upgrade(request, socket, head);
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return {
    url: `ws://127.0.0.1:${port}`,
    start: async () => {
      await listen(port);
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Resolves when `holds` does; it is asked again after everything that happens. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const givenUp = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > givenUp) throw new Error(`waited 10 s until ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
