import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { describeProblems } from '#lib/api/describe-issue.ts';
import {
  clientMessageSchema,
  type ClientMessage,
  type ErrorMessage,
  type HeartbeatMessage,
} from '#lib/wire/live-messages.ts';
import { liveProtocol } from '#lib/wire/live-protocol.ts';
import type { LiveClient, LiveHub } from './hub.ts';
import { ReadyMessages } from './ready-messages.ts';
import { closeAll, closeCodes, readText, refuseUpgrade } from './socket-close.ts';

const heartbeatMs = 10_000;
/** Frames that flow are the best heartbeat; a peer that is gone also shows in what piles up. */
const flowingMs = 4_000;
const pingFlowingMs = 30_000;
const recheckMs = 60_000;
/** A browser subscribes in bursts when a page opens; more than this between two heartbeats is abuse. */
const messagesPerHeartbeat = 500;
const maxMessageBytes = 64 * 1024;

export interface LiveSocketOptions {
  readonly hub: LiveHub;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Asked every minute with the request that opened the connection: may it stay open? */
  readonly isStillWelcome: (request: IncomingMessage) => Promise<boolean>;
  readonly maxConnections?: number;
}

/** Browsers' connections to the hub. The owner checks who they are and where they come from. */
export interface LiveSocket {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends heartbeats, drops dead peers and ended sessions. Cheap; call it about once a second. */
  tick(nowMs: number): void;
  connections(): number;
  /** Bytes that are on their way to all of them. */
  bufferedBytes(): number;
  /** Says good-bye and resolves when every connection is closed; aborting cuts those that linger. */
  close(signal: AbortSignal): Promise<void>;
}

interface Connection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  isAlive: boolean;
  /** Something was shared since the last tick. */
  hasFlowed: boolean;
  flowedMs: number;
  heartbeatDueMs: number;
  pingDueMs: number;
  recheckDueMs: number;
  messagesLeft: number;
}

export function createLiveSocket(options: LiveSocketOptions): LiveSocket {
  const { hub, clock } = options;
  const maxConnections = options.maxConnections ?? 10_000;
  const connections = new Set<Connection>();
  const ready = new ReadyMessages();
  const server = createProtocolServer();

  function accept(socket: WebSocket, request: IncomingMessage, wire: Duplex): void {
    const nowMs = clock();
    const connection = beginConnection(socket, request, nowMs);
    const client = clientOf(connection, wire, ready);
    connections.add(connection);
    socket.on('message', (data, isBinary) => receive(hub, connection, client, data, isBinary));
    socket.on('pong', () => (connection.isAlive = true));
    // A broken connection also closes; what broke it is the peer's affair.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      connections.delete(connection);
      hub.leave(client);
    });
    sendHeartbeat(socket, nowMs);
  }

  async function recheck({ socket, request }: Connection): Promise<void> {
    const isWelcome = await options.isStillWelcome(request).catch(() => true);
    if (!isWelcome) socket.close(closeCodes.sessionEnded, 'the session has ended');
  }

  return {
    handleUpgrade(request, socket, head) {
      if (connections.size >= maxConnections) {
        refuseUpgrade(socket, 503, 'Service Unavailable');
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => accept(opened, request, socket));
    },
    tick(nowMs) {
      for (const connection of connections) {
        if (connection.hasFlowed) connection.flowedMs = nowMs;
        connection.hasFlowed = false;
        if (nowMs >= connection.heartbeatDueMs) beat(connection, nowMs);
        if (nowMs < connection.recheckDueMs) continue;
        connection.recheckDueMs = nowMs + recheckMs;
        void recheck(connection);
      }
    },
    connections: () => connections.size,
    bufferedBytes: () => {
      let bytes = 0;
      for (const { socket } of connections) bytes += socket.bufferedAmount;
      return bytes;
    },
    close: (signal) =>
      closeAll(
        Array.from(connections, (connection) => connection.socket),
        signal,
      ),
  };
}

function beginConnection(socket: WebSocket, request: IncomingMessage, nowMs: number): Connection {
  return {
    socket,
    request,
    isAlive: true,
    hasFlowed: false,
    flowedMs: Number.NEGATIVE_INFINITY,
    heartbeatDueMs: nowMs + heartbeatMs,
    pingDueMs: nowMs + heartbeatMs,
    recheckDueMs: nowMs + recheckMs,
    messagesLeft: messagesPerHeartbeat,
  };
}

function createProtocolServer(): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Compression would cost ten times the processor time of everything else.
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (offered) => (offered.has(liveProtocol) ? liveProtocol : false),
  });
}

/**
 * What goes to many is written past `ws`, which would copy and frame it again for each. Without
 * compression `ws` writes its own frames whole and at once, so ours never fall into one of them.
 */
function clientOf(connection: Connection, wire: Duplex, ready: ReadyMessages): LiveClient {
  const { socket } = connection;
  return {
    send: (message) => socket.send(message),
    share(message) {
      if (socket.readyState !== socket.OPEN) return;
      wire.write(ready.bytesOf(message));
      connection.hasFlowed = true;
    },
    bufferedBytes: () => socket.bufferedAmount,
  };
}

function beat(connection: Connection, nowMs: number): void {
  const { socket } = connection;
  const isFlowing = nowMs - connection.flowedMs <= flowingMs;
  connection.messagesLeft = messagesPerHeartbeat;
  connection.heartbeatDueMs = nowMs + heartbeatMs;
  if (nowMs >= connection.pingDueMs) {
    connection.pingDueMs = nowMs + (isFlowing ? pingFlowingMs : heartbeatMs);
    ping(connection);
  }
  if (!isFlowing) sendHeartbeat(socket, nowMs);
}

/** A peer that has not answered the last ping is gone: its network went away without a word. */
function ping(connection: Connection): void {
  if (connection.isAlive) connection.socket.ping();
  else connection.socket.terminate();
  connection.isAlive = false;
}

function sendHeartbeat(socket: WebSocket, nowMs: number): void {
  if (socket.readyState !== socket.OPEN) return;
  const message: HeartbeatMessage = { type: 'heartbeat', time: nowMs };
  socket.send(JSON.stringify(message));
}

function receive(
  hub: LiveHub,
  connection: Connection,
  client: LiveClient,
  data: RawData,
  isBinary: boolean,
): void {
  connection.messagesLeft -= 1;
  if (connection.messagesLeft < 0) {
    connection.socket.close(closeCodes.policy, 'too many messages');
    return;
  }
  const read = isBinary ? { error: 'read message: it must be JSON' } : readMessage(readText(data));
  if ('error' in read) sendError(connection.socket, read.error);
  else obey(hub, client, read.message);
}

function readMessage(text: string): { message: ClientMessage } | { error: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { error: 'read message: it must be JSON' };
  }
  const parsed = clientMessageSchema.safeParse(raw, { reportInput: true });
  if (parsed.success) return { message: parsed.data };
  return { error: `read ${describeProblems('message', parsed.error)}` };
}

function obey(hub: LiveHub, client: LiveClient, message: ClientMessage): void {
  switch (message.type) {
    case 'subscribe':
      hub.subscribe(client, message);
      return;
    case 'unsubscribe':
      hub.unsubscribe(client, message.id);
      return;
    case 'topic':
      hub.joinTopic(client, message.topic, message.after);
      return;
    case 'leave':
      hub.leaveTopic(client, message.topic);
  }
}

function sendError(socket: WebSocket, error: string): void {
  const message: ErrorMessage = { type: 'error', id: null, error };
  socket.send(JSON.stringify(message));
}
