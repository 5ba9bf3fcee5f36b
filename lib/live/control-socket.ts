import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { describeProblems } from '#lib/api/describe-issue.ts';
import { canWrite, type Principal } from '#lib/model/identity.ts';
import {
  agentMessageSchema,
  controlProtocol,
  type AgentMessage,
  type DeviceMessage,
} from '#lib/wire/control.ts';
import { AgentChannels, type Channel } from './agent-channels.ts';
import type { AgentDirectory, ConnectedAgent } from './agent-directory.ts';
import { closeAll, closeCodes, readText, refuseUpgrade } from './socket-close.ts';

const pingMs = 10_000;
const recheckMs = 60_000;
const helloWithinMs = 10_000;
/** What a test of a device recognised is the longest of them. */
const maxMessageBytes = 256 * 1024;

const replacedReason = 'a newer channel took its place';

type Hello = Extract<AgentMessage, { type: 'hello' }>;
export type RunReport = Extract<AgentMessage, { type: 'run-state' }>;

/** Message of the live topic `agents`: a host's channel opened, said something new or closed. */
export interface AgentPresence {
  readonly kind: 'agent';
  readonly host: string;
  readonly isConnected: boolean;
}

type WritingToken = Extract<Principal, { kind: 'token' }>;

export interface ControlSocketOptions {
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Asked every minute with the request that opened the channel: is its token still good? */
  readonly isStillWelcome: (request: IncomingMessage) => Promise<boolean>;
  /** What an agent says of a run; `host` is the one its channel is bound to. */
  readonly onRunReport: (host: string, report: RunReport) => void;
  /** What an agent found out about polled devices, also of that host alone. */
  readonly onDeviceMessage: (host: string, message: DeviceMessage) => void;
  readonly onPresence: (presence: AgentPresence) => void;
  /** Whether the token of a channel is the own one of the host that it says hello for. */
  readonly isOwnToken: (token: WritingToken, host: string) => Promise<boolean>;
  /** Token of a host's channel that ends at another server; absent where there is no other. */
  readonly tokenElsewhere?: (host: string) => string | null;
  readonly maxConnections?: number;
}

/** The channels that agents keep open, and through which they are given commands. */
export interface ControlSocket {
  readonly agents: AgentDirectory;
  /** Agent of a host and the token with which its channel was opened; null when it has none here. */
  agentOf(host: string): (ConnectedAgent & { readonly tokenId: string }) | null;
  /** Closes the channel of a host that has opened a newer one at another server. */
  giveUp(host: string): void;
  /** Refuses with plain HTTP who may not write samples. */
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    principal: Principal | null,
  ): void;
  /** Drops dead peers, silent ones and revoked tokens. Cheap; call it about once a second. */
  tick(nowMs: number): void;
  /** Says good-bye and resolves when every channel is closed; aborting cuts those that linger. */
  close(signal: AbortSignal): Promise<void>;
}

interface OpenChannel extends Channel {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly token: WritingToken;
  /** Ends when all that came before is done: a hello asks the database. */
  turn: Promise<void>;
  isAlive: boolean;
  pingDueMs: number;
  recheckDueMs: number;
}

export function createControlSocket(options: ControlSocketOptions): ControlSocket {
  const { clock, maxConnections = 20_000 } = options;
  const open = new Set<OpenChannel>();
  const agents = new AgentChannels<OpenChannel>(options.tokenElsewhere);
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (offered) => (offered.has(controlProtocol) ? controlProtocol : false),
  });

  function accept(socket: WebSocket, request: IncomingMessage, token: WritingToken): void {
    const channel = openChannel(socket, request, token, clock());
    open.add(channel);
    const greetWith = (hello: Hello) => greet({ agents, open, options }, channel, hello);
    socket.on('message', (data, isBinary) => {
      channel.turn = channel.turn
        .then(() => receive(channel, options, greetWith, isBinary ? null : readText(data)))
        .catch(() => socket.close(closeCodes.tryAgain, 'the database does not answer'));
    });
    socket.on('pong', () => (channel.isAlive = true));
    // A broken connection also closes; what broke it is the peer's affair.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(channel);
      if (channel.agent && agents.forget(channel)) {
        options.onPresence({ kind: 'agent', host: channel.agent.host, isConnected: false });
      }
    });
  }

  return {
    agents,
    agentOf(host) {
      const channel = agents.channelOf(host);
      return channel?.agent ? { ...channel.agent, tokenId: channel.tokenId } : null;
    },
    giveUp(host) {
      agents.channelOf(host)?.socket.close(closeCodes.replaced, replacedReason);
    },
    handleUpgrade(request, socket, head, principal) {
      if (!principal) refuseUpgrade(socket, 401, 'Unauthorized');
      else if (!isWritingToken(principal)) refuseUpgrade(socket, 403, 'Forbidden');
      else if (open.size >= maxConnections) refuseUpgrade(socket, 503, 'Service Unavailable');
      else {
        server.handleUpgrade(request, socket, head, (opened) => accept(opened, request, principal));
      }
    },
    tick(nowMs) {
      for (const channel of open) keepWatch(channel, nowMs, options.isStillWelcome);
    },
    close(signal) {
      const sockets = Array.from(open, ({ socket }) => socket);
      return closeAll(sockets, signal);
    },
  };
}

function openChannel(
  socket: WebSocket,
  request: IncomingMessage,
  token: WritingToken,
  nowMs: number,
): OpenChannel {
  return {
    socket,
    request,
    token,
    tokenId: token.id,
    openedAtMs: nowMs,
    turn: Promise.resolve(),
    agent: null,
    isOwn: false,
    isAlive: true,
    pingDueMs: nowMs + pingMs,
    recheckDueMs: nowMs + recheckMs,
    send(command) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(command));
      return true;
    },
  };
}

async function receive(
  channel: OpenChannel,
  options: ControlSocketOptions,
  greetWith: (hello: Hello) => Promise<void>,
  text: string | null,
): Promise<void> {
  const { socket, agent } = channel;
  const read = text === null ? 'it must be JSON' : readMessage(text);
  if (typeof read === 'string') turnAway(socket, read);
  else if (read.type === 'hello') await greetWith(read);
  else if (!agent) turnAway(socket, 'the first message must be hello');
  else if (read.type === 'run-state') options.onRunReport(agent.host, read);
  else options.onDeviceMessage(agent.host, read);
}

interface Channels {
  readonly agents: AgentChannels<OpenChannel>;
  readonly open: ReadonlySet<OpenChannel>;
  readonly options: ControlSocketOptions;
}

async function greet(
  { agents, open, options }: Channels,
  channel: OpenChannel,
  hello: Hello,
): Promise<void> {
  const { host } = hello;
  if (channel.agent && channel.agent.host !== host) {
    turnAway(channel.socket, 'this channel already speaks for another host');
    return;
  }
  channel.isOwn = await options.isOwnToken(channel.token, host);
  if (!channel.isOwn) await distrust(open, channel, options);
  if (!open.has(channel)) return;
  const outcome = agents.bind(channel, hello);
  if ('refused' in outcome) {
    turnAway(channel.socket, outcome.refused);
    return;
  }
  outcome.replaced?.socket.close(closeCodes.replaced, replacedReason);
  options.onPresence({ kind: 'agent', host, isConnected: true });
}

/** A host that came with another's token may have made it nobody's own. */
async function distrust(
  open: ReadonlySet<OpenChannel>,
  { tokenId }: OpenChannel,
  { isOwnToken }: ControlSocketOptions,
): Promise<void> {
  for (const other of open) {
    if (!other.isOwn || !other.agent || other.tokenId !== tokenId) continue;
    other.isOwn = await isOwnToken(other.token, other.agent.host);
  }
}

function isWritingToken(principal: Principal): principal is WritingToken {
  return principal.kind === 'token' && canWrite(principal);
}

/** The message, or what is wrong with it. */
function readMessage(text: string): AgentMessage | string {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return 'it must be JSON';
  }
  const parsed = agentMessageSchema.safeParse(raw, { reportInput: true });
  return parsed.success ? parsed.data : describeProblems('message', parsed.error);
}

/** The reason of a close frame holds 123 bytes. */
function turnAway(socket: WebSocket, reason: string): void {
  const bytes = Buffer.from(reason).subarray(0, 120);
  socket.close(closeCodes.policy, bytes.toString('utf8').replace(/\uFFFD$/, ''));
}

function keepWatch(
  channel: OpenChannel,
  nowMs: number,
  isStillWelcome: ControlSocketOptions['isStillWelcome'],
): void {
  const { socket } = channel;
  if (!channel.agent && nowMs >= channel.openedAtMs + helloWithinMs) {
    turnAway(socket, 'the first message must be hello');
  }
  if (nowMs >= channel.pingDueMs) {
    // A peer that has not answered the last ping is gone: its network went away without a word.
    if (!channel.isAlive) socket.terminate();
    channel.isAlive = false;
    channel.pingDueMs = nowMs + pingMs;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }
  if (nowMs < channel.recheckDueMs) return;
  channel.recheckDueMs = nowMs + recheckMs;
  void recheck(channel, isStillWelcome);
}

/** A check that fails says nothing about the token: the channel stays. */
async function recheck(
  { socket, request }: OpenChannel,
  isStillWelcome: ControlSocketOptions['isStillWelcome'],
): Promise<void> {
  const isWelcome = await isStillWelcome(request).catch(() => true);
  if (!isWelcome) socket.close(closeCodes.sessionEnded, 'the token is no longer valid');
}
