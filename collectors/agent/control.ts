import { WebSocket } from 'ws';
import {
  commandSchema,
  controlPath,
  controlProtocol,
  type AgentMessage,
  type Command,
} from '#lib/wire/control.ts';
import { targetsMessageBytes } from '#lib/wire/device-messages.ts';
import { Backoff } from './backoff.ts';
import type { Clock } from './clock.ts';
import { describe, type Log } from './log.ts';

export interface ControlOptions {
  /** Base addresses of servers, http or https: where one does not answer, the next is tried. */
  readonly servers: readonly string[];
  readonly token: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** First message of every connection. */
  readonly hello: () => AgentMessage;
  /** After the hello of each connection. */
  onOpen(): void;
  onCommand(command: Command): void;
  /** The channel has been away for `lossMs`: nobody can stop what runs here. */
  onLost(): void;
}

export const lossMs = 30_000;
const pingMs = 10_000;
const handshakeMs = 10_000;
const closeMs = 1000;
const stableMs = 10_000;

/** The channel the server gives commands through. The agent dials out and keeps it open. */
export class ControlChannel {
  readonly #options: ControlOptions;
  readonly #backoff: Backoff;
  #socket: WebSocket | null = null;
  #mustWait = false;
  #dials = 0;
  /** What the log was told last; undefined before the first connection. */
  #problem: string | null | undefined;

  constructor(options: ControlOptions) {
    this.#options = options;
    const { random } = options;
    this.#backoff = new Backoff({ baseMs: 1000, capMs: 30_000, random });
  }

  /** Keeps the channel open until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const away = new AbortController();
      void this.#watchLoss(AbortSignal.any([signal, away.signal]));
      const socket = await this.#connect(signal);
      away.abort();
      const openedMs = clock.monotonicMs();
      if (socket) await this.#serve(socket, signal);
      // A server that turns us away at once is not asked again at once.
      if (clock.monotonicMs() - openedMs >= stableMs) this.#backoff.reset();
      this.#mustWait = true;
    }
  }

  /** Sends to an open channel. What must arrive is told again after each hello, by `onOpen`. */
  send(message: AgentMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Says anew what this agent has, where it has changed. */
  announce(): void {
    this.send(this.#options.hello());
  }

  async #watchLoss(signal: AbortSignal): Promise<void> {
    await this.#options.clock.sleep(lossMs, signal);
    if (!signal.aborted) this.#options.onLost();
  }

  /** Dials until the server answers; null when the signal was aborted first. */
  async #connect(signal: AbortSignal): Promise<WebSocket | null> {
    while (!signal.aborted) {
      if (this.#mustWait) await this.#options.clock.sleep(this.#backoff.next(), signal);
      this.#mustWait = true;
      try {
        const socket = await this.#dial(signal);
        this.#note(null);
        return socket;
      } catch (error) {
        this.#note(`open the control channel: ${describe(error)}`);
      }
    }
    return null;
  }

  #dial(signal: AbortSignal): Promise<WebSocket> {
    const { servers, token } = this.#options;
    const server = servers[this.#dials % servers.length] ?? '';
    this.#dials += 1;
    const socket = new WebSocket(controlAddress(server), controlProtocol, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      handshakeTimeout: handshakeMs,
      maxPayload: targetsMessageBytes,
      perMessageDeflate: false,
    });
    return new Promise((resolve, reject) => {
      const giveUp = () => socket.terminate();
      signal.addEventListener('abort', giveUp, { once: true });
      socket.once('open', () => {
        signal.removeEventListener('abort', giveUp);
        resolve(socket);
      });
      // Stays for good: an error after the handshake is followed by a close.
      socket.on('error', (error) => {
        signal.removeEventListener('abort', giveUp);
        reject(error);
      });
    });
  }

  /** Works one connection until it closes. */
  async #serve(socket: WebSocket, signal: AbortSignal): Promise<void> {
    this.#socket = socket;
    const closed = new AbortController();
    const end = () => {
      socket.close(1000, 'the agent ends');
      void this.#options.clock.sleep(closeMs, closed.signal).then(() => socket.terminate());
    };
    signal.addEventListener('abort', end, { once: true });
    socket.on('message', (data, isBinary) => {
      if (!isBinary && Buffer.isBuffer(data)) this.#receive(data.toString('utf8'));
    });
    socket.once('close', (code, reason) => {
      const why = reason.length > 0 ? reason.toString('utf8') : `code ${code}`;
      if (!signal.aborted) this.#note(`the control channel was closed: ${why}`);
      closed.abort();
    });
    if (signal.aborted) end();
    this.send(this.#options.hello());
    this.#options.onOpen();
    await this.#keepAlive(socket, closed.signal);
    signal.removeEventListener('abort', end);
    this.#socket = null;
  }

  /** A connection that answers no ping is dead, though no packet says so. */
  async #keepAlive(socket: WebSocket, closed: AbortSignal): Promise<void> {
    let isAnswered = true;
    socket.on('pong', () => (isAnswered = true));
    while (!closed.aborted) {
      if (!isAnswered) socket.terminate();
      isAnswered = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
      await this.#options.clock.sleep(pingMs, closed);
    }
  }

  #receive(text: string): void {
    const command = parseCommand(text);
    if (command) this.#options.onCommand(command);
    else this.#options.log.warn({}, 'the server sent a command that this agent does not know');
  }

  /** @param problem null when the channel is open */
  #note(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    if (problem === null) this.#options.log.info({}, 'the control channel is open');
    else this.#options.log.warn({}, problem);
  }
}

function parseCommand(text: string): Command | null {
  try {
    return commandSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function controlAddress(server: string): URL {
  const address = new URL(server);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.pathname = `${address.pathname.replace(/\/+$/, '')}${controlPath}`;
  address.search = '';
  address.hash = '';
  return address;
}
