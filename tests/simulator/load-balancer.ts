import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One address for several servers: a connection goes to the first that takes it. */
export interface LoadBalancer {
  readonly port: number;
  /** Ports of the servers, in the order in which they are tried. */
  setTargets(ports: readonly number[]): void;
  close(): Promise<void>;
}

export async function startLoadBalancer(ports: readonly number[]): Promise<LoadBalancer> {
  let targets = ports;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    pass(socket, [...targets]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    setTargets: (next) => {
      targets = next;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function pass(socket: Socket, targets: number[]): void {
  const port = targets.shift();
  if (port === undefined) {
    socket.destroy();
    return;
  }
  const other = connect(port, '127.0.0.1');
  let isThere = false;
  other.once('connect', () => {
    isThere = true;
    socket.pipe(other).pipe(socket);
  });
  other.on('error', () => {
    if (!isThere) pass(socket, targets);
  });
  other.once('close', () => {
    if (isThere) socket.destroy();
  });
  socket.once('close', () => other.destroy());
}
