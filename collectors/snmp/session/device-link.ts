import { setMaxListeners } from 'node:events';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { createSession, createV3Session, type Session, Version1, Version2c } from 'net-snmp';
import type { SnmpTarget } from '#lib/model/snmp-target.ts';
import { type ClientCounts, SnmpError, type SnmpProblem } from '../client.ts';
import { containedSocket, type SocketGuard } from './contained-socket.ts';
import { flags, isProtected } from './protected-message.ts';
import { type Question, send } from './question.ts';
import { networkFact, type Reply, wrongPrivacy } from './reply.ts';
import { securityUser } from './security-level.ts';

export type Endpoint = Pick<SnmpTarget, 'address' | 'port' | 'credentials'>;

export interface LinkLimits {
  /** Of one attempt; an answer to an earlier attempt counts until the last one has failed. */
  readonly timeoutMs: number;
  /** Attempts after the first. */
  readonly retries: number;
}

type Answer = Exclude<Reply, { kind: 'problem' }>;

/** Discovery of the engine, the request, a Report about the time, the request again. */
const packetsPerAttempt = 4;

/**
 * The way to one device: a socket, and one request at a time, since the processors of PDUs and
 * UPSs are small. The session is opened when it is first needed and again when it has gone bad.
 */
export class DeviceLink {
  readonly #endpoint: Endpoint;
  readonly #limits: LinkLimits;
  #session: Session | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #requests = 0;
  #timeouts = 0;
  #packetsLeft = 0;
  #badPackets = 0;
  #goodPackets = 0;

  constructor(endpoint: Endpoint, limits: LinkLimits) {
    this.#endpoint = endpoint;
    this.#limits = limits;
  }

  get version(): Endpoint['credentials']['version'] {
    return this.#endpoint.credentials.version;
  }

  counts(): ClientCounts {
    return { requests: this.#requests, timeouts: this.#timeouts };
  }

  /** Asks until there is an answer; `question` may ask for less in a later attempt. */
  async exchange(question: (attempt: number) => Question, signal: AbortSignal): Promise<Answer> {
    const abort = watchAbort(signal, () => this.error('aborted', 'stopped before it answered'));
    const answer = this.#turn.then(() => this.#ask(question, signal, abort.aborted));
    this.#turn = answer.catch(() => undefined);
    try {
      return await Promise.race([answer, abort.aborted]);
    } finally {
      abort.release();
    }
  }

  error(problem: SnmpProblem, fact: string): SnmpError {
    const { address, port } = this.#endpoint;
    const host = isIP(address) === 6 ? `[${address}]` : address;
    return new SnmpError(problem, `poll ${port === 161 ? address : `${host}:${port}`}: ${fact}`);
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  async #ask(
    question: (attempt: number) => Question,
    signal: AbortSignal,
    aborted: Promise<never>,
  ): Promise<Answer> {
    if (signal.aborted || this.#isClosed) throw this.error('aborted', 'the session is closed');
    this.#badPackets = 0;
    this.#goodPackets = 0;
    const pending: Promise<Reply>[] = [];
    try {
      let hasRenewed = false;
      for (let attempt = 0; attempt <= this.#limits.retries; attempt += 1) {
        const reply = await this.#attempt(question(attempt), pending, aborted);
        if (reply === 'late') continue;
        if (reply.kind !== 'problem') return reply;
        this.#drop();
        pending.length = 0;
        // A device that lost its boot count is behind what the session remembers: meet it anew.
        const isCurable = reply.problem === 'malformed' || reply.problem === 'not-in-time-window';
        const isLast = attempt === this.#limits.retries;
        if (!isCurable || (hasRenewed && reply.problem !== 'malformed') || isLast) {
          throw this.error(reply.problem, reply.fact);
        }
        hasRenewed = true;
      }
      this.#drop();
      throw this.#silence();
    } finally {
      this.#session?.cancelRequests(new Error('answered'));
    }
  }

  /** One more request; the first answer to any of those that are pending. */
  async #attempt(
    question: Question,
    pending: Promise<Reply>[],
    aborted: Promise<never>,
  ): Promise<Reply | 'late'> {
    const session = await this.#open();
    this.#requests += 1;
    this.#packetsLeft = packetsPerAttempt;
    pending.push(send(session, question, this.#endpoint.credentials));
    const limit = startTimer(this.#limits.timeoutMs);
    try {
      const reply = await Promise.race([...pending, limit.late, aborted]);
      if (reply === 'late') this.#timeouts += 1;
      return reply;
    } finally {
      limit.clear();
    }
  }

  async #open(): Promise<Session> {
    if (this.#session !== undefined) return this.#session;
    const { address, family } = await this.#resolve();
    if (this.#isClosed) throw this.error('aborted', 'the session is closed');
    const { credentials, port } = this.#endpoint;
    const transport = family === 6 ? 'udp6' : 'udp4';
    const options = {
      port,
      retries: 0,
      // Longer than all attempts: the time limits are ours.
      timeout: this.#limits.timeoutMs * (this.#limits.retries + 2),
      transport,
      dgramModule: { createSocket: () => containedSocket(transport, this.#guard()) },
    } as const;
    const session =
      credentials.version === '3'
        ? createV3Session(address, securityUser(credentials), options)
        : createSession(address, credentials.community, {
            ...options,
            version: credentials.version === '1' ? Version1 : Version2c,
          });
    // Packets that are no SNMP: an 'error' event nobody listens to would end the process.
    session.on('error', () => (this.#badPackets += 1));
    this.#session = session;
    return session;
  }

  async #resolve(): Promise<{ address: string; family: number }> {
    const { address } = this.#endpoint;
    const family = isIP(address);
    if (family !== 0) return { address, family };
    try {
      return await lookup(address);
    } catch (error) {
      throw this.error('unreachable', networkFact(error) ?? 'the name cannot be resolved');
    }
  }

  #guard(): SocketGuard {
    const { credentials } = this.#endpoint;
    const wanted =
      credentials.version !== '3' || credentials.auth === undefined
        ? null
        : flags.authenticated | (credentials.privacy === undefined ? 0 : flags.private);
    return {
      accepts: (packet) => {
        const isAccepted = wanted === null || isProtected(packet, wanted);
        if (isAccepted) this.#goodPackets += 1;
        return isAccepted;
      },
      maySend: () => (this.#packetsLeft -= 1) >= 0,
      failed: () => (this.#badPackets += 1),
    };
  }

  #silence(): SnmpError {
    const { credentials } = this.#endpoint;
    const seconds = (this.#limits.timeoutMs * (this.#limits.retries + 1)) / 1000;
    if (this.#badPackets > 0) {
      return this.error('malformed', `nothing but unreadable answers in ${seconds} s`);
    }
    // The device has told its engine, and drops what it cannot decrypt: net-snmp's agent does.
    if (this.#goodPackets > 0 && credentials.version === '3' && credentials.privacy !== undefined) {
      return this.error('wrong-key', wrongPrivacy(credentials.user));
    }
    return this.error('timeout', `no answer in ${seconds} s`);
  }

  #drop(): void {
    this.#session?.close();
    this.#session = undefined;
  }
}

function watchAbort(
  signal: AbortSignal,
  reason: () => SnmpError,
): { readonly aborted: Promise<never>; release(): void } {
  // One signal may well stop every device of an agent.
  setMaxListeners(0, signal);
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(reason());
  });
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  return { aborted, release: () => signal.removeEventListener('abort', stop) };
}

function startTimer(milliseconds: number): { readonly late: Promise<'late'>; clear(): void } {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  return { late, clear: () => clearTimeout(timer) };
}
