import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { WebSocketServer } from 'ws';
import type { Point } from '#lib/model/sample.ts';
import { controlPath, controlProtocol } from '#lib/wire/control.ts';
import { parsePoints } from '#lib/wire/line-protocol/parse.ts';

export interface Sink {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Takes what an agent pushes, answers 204 as a server does, and keeps nothing: so that what is
 * measured is the agent, not whatever stores its samples.
 */
export async function startSink(onPoint: (point: Point) => void): Promise<Sink> {
  const server = http.createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.once('end', () => {
      for (const point of readPoints(Buffer.concat(pieces))) onPoint(point);
      response.writeHead(204).end();
    });
  });
  const channels = new WebSocketServer({
    server,
    path: controlPath,
    handleProtocols: (offered) => (offered.has(controlProtocol) ? controlProtocol : false),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server always has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const channel of channels.clients) channel.terminate();
      channels.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readPoints(body: Buffer): readonly Point[] {
  const { points, errors } = parsePoints(gunzipSync(body), { precision: 'ns', nowNs: 0n });
  const [error] = errors;
  if (error) throw new Error(`read what the agent pushed, line ${error.line}: ${error.message}`);
  return points;
}
