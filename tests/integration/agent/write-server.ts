import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { WebSocketServer, type WebSocket } from 'ws';
import { controlPath, controlProtocol, type AgentMessage } from '#lib/wire/control.ts';

export interface ReceivedWrite {
  readonly batchId: string;
  readonly authorization: string | undefined;
  readonly url: string;
  readonly text: string;
}

/** How the server answers a write; undefined takes it with 204. */
export type Answer = (response: http.ServerResponse, write: ReceivedWrite) => void;

/** The agent's side of a server, on a real socket: the write endpoint and the control channel. */
export interface AgentFacingServer {
  readonly url: string;
  readonly writes: ReceivedWrite[];
  readonly messages: AgentMessage[];
  readonly channels: WebSocket[];
  /** Authorization headers with which the control channel was dialled. */
  readonly dials: (string | undefined)[];
  answer: Answer | undefined;
  close(): Promise<void>;
}

export async function startAgentFacingServer(port = 0): Promise<AgentFacingServer> {
  const server = http.createServer((request, response) => void take(request, response));
  const sockets = new WebSocketServer({
    server,
    path: controlPath,
    handleProtocols: (offered) => (offered.has(controlProtocol) ? controlProtocol : false),
  });
  const facing: AgentFacingServer = {
    url: '',
    writes: [],
    messages: [],
    channels: [],
    dials: [],
    answer: undefined,
    close: async () => {
      for (const channel of facing.channels) channel.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function take(request: http.IncomingMessage, response: http.ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const write = {
      batchId: String(request.headers['x-isotherm-batch']),
      authorization: request.headers.authorization,
      url: request.url ?? '',
      text: gunzipSync(Buffer.concat(chunks)).toString('utf8'),
    };
    if (facing.answer) {
      facing.answer(response, write);
      return;
    }
    facing.writes.push(write);
    response.writeHead(204).end();
  }

  sockets.on('connection', (channel, request) => {
    facing.dials.push(request.headers.authorization);
    facing.channels.push(channel);
    channel.on('message', (data: Buffer) => {
      facing.messages.push(JSON.parse(data.toString('utf8')) as AgentMessage);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  return Object.assign(facing, { url: `http://127.0.0.1:${bound}` });
}

export function portOf(server: AgentFacingServer): number {
  return Number(new URL(server.url).port);
}
