import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The two addresses of a cluster, in front of a single server. */
export interface VictoriaCluster {
  readonly insertUrl: string;
  readonly selectUrl: string;
  /** Stops answering, as a vminsert without storage nodes does, until called with false. */
  refuse(isAway: boolean): void;
  stop(): Promise<void>;
}

/**
 * Debian has no vminsert and vmselect. These take their paths, with the tenant in front, and refuse
 * each other's and those that only a single server has.
 */
export async function startVictoriaCluster(singleUrl: string): Promise<VictoriaCluster> {
  let isAway = false;
  const listen = async (
    prefix: string,
    paths: RegExp,
  ): Promise<{ url: string; server: Server }> => {
    const server = createServer((incoming, response) => {
      const path = incoming.url ?? '';
      const inner = path.startsWith(prefix) ? path.slice(prefix.length) : null;
      if (isAway || inner === null || !paths.test(inner)) {
        response.writeHead(isAway ? 503 : 400).end('unsupported path');
        return;
      }
      const { method, headers } = incoming;
      const forwarded = request(singleUrl + inner, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      forwarded.on('error', () => response.writeHead(502).end('no storage'));
      incoming.pipe(forwarded);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A listening TCP server always has an address of this shape.
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${String(port)}${prefix}`, server };
  };
  const insert = await listen('/insert/0', /^\/(influx\/write|prometheus\/api\/v1\/import)(\?|$)/);
  const select = await listen('/select/0', /^\/prometheus\/api\/v1\/(query|query_range|export)$/);
  return {
    insertUrl: insert.url,
    selectUrl: select.url,
    refuse: (away) => {
      isAway = away;
    },
    stop: async () => {
      for (const { server } of [insert, select]) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}
