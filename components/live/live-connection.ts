import type { ServerMessage, Topic } from '#lib/wire/live-messages.ts';
import { FrameBook, type FrameListener } from './frame-book.ts';
import type { LiveQuestion } from './live-question.ts';
import { deadAfterMs, retryDelayMs, staleAfterMs, type LiveState } from './live-state.ts';
import type { LiveTime, LiveTransport, OpenTransport } from './live-transport.ts';
import { TopicBook, type TopicListener } from './topic-book.ts';

/** The server's answer that the session is over (lib/live/socket-close.ts). */
const sessionEnded = 4001;

export interface LiveConnectionOptions {
  readonly open: OpenTransport;
  readonly time: LiveTime;
  /** 0 to 1. */
  readonly random: () => number;
}

/**
 * The one stream between a tab and the server. It reconnects by itself, asks its questions again
 * and resumes its topics; what it was told before it started is asked once it is connected.
 */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  readonly #frames = new FrameBook((message) => this.#send(message));
  readonly #topics = new TopicBook((message) => this.#send(message));
  readonly #stateListeners = new Set<() => void>();
  #state: LiveState;
  #transport: LiveTransport | null = null;
  #isOpen = false;
  #isStarted = false;
  #isPaused = false;
  #isSignedOut = false;
  #failures = 0;
  #lastHeardMs: number | null = null;
  #cancelTimer: () => void = () => undefined;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
    this.#state = { kind: 'connecting', sinceMs: options.time.now() };
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#connect();
  }

  stop(): void {
    this.#isStarted = false;
    this.#abandon();
  }

  /** @returns ends the subscription */
  subscribe(question: LiveQuestion, listener: FrameListener): () => void {
    return this.#frames.add(question, listener);
  }

  /** @returns leaves the topic */
  follow(topic: Topic, listener: TopicListener): () => void {
    return this.#topics.add(topic, listener);
  }

  readonly state = (): LiveState => this.#state;

  /** When the server was last heard of, epoch milliseconds; null = never. */
  readonly lastHeardMs = (): number | null => this.#lastHeardMs;

  /** @returns stops listening */
  readonly onState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  /** A tab that nobody sees needs no frames; topics go on. */
  setPaused(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    if (isPaused) this.#frames.pause();
    this.#isPaused = isPaused;
    if (!isPaused) this.#frames.askAll();
  }

  /** The network is back: tries at once instead of waiting. */
  retryNow(): void {
    if (this.#isStarted && this.#state.kind === 'offline') this.#connect();
  }

  #connect(): void {
    this.#abandon();
    this.#enter({ kind: 'connecting', sinceMs: this.#now() });
    const isCurrent = () => this.#transport === transport;
    const transport = this.#options.open({
      opened: () => isCurrent() && this.#greet(),
      message: (data) => isCurrent() && this.#read(data),
      closed: (code) => {
        if (!isCurrent()) return;
        this.#isSignedOut ||= code === sessionEnded;
        this.#lose();
      },
    });
    this.#transport = transport;
    this.#watch(deadAfterMs, () => this.#lose());
  }

  #greet(): void {
    this.#isOpen = true;
    if (!this.#isPaused) this.#frames.askAll();
    this.#topics.resume();
  }

  #read(data: string | ArrayBuffer): void {
    this.#failures = 0;
    this.#isSignedOut = false;
    this.#lastHeardMs = this.#now();
    if (this.#state.kind !== 'live') this.#enter({ kind: 'live', sinceMs: this.#now() });
    this.#watch(staleAfterMs, () => this.#suspect());
    if (typeof data !== 'string') this.#frames.readFrame(data);
    // What comes from our own server is what lib/wire says it is.
    else this.#readMessage(JSON.parse(data) as ServerMessage);
  }

  #readMessage(message: ServerMessage): void {
    switch (message.type) {
      case 'layout':
        this.#frames.readLayout(message);
        return;
      case 'topic':
        this.#topics.readMessage(message);
        return;
      case 'joined':
        this.#topics.readJoined(message);
        return;
      case 'error':
        if (message.id !== null) this.#frames.readRefusal(message.id, message.error);
        return;
      case 'frame':
      case 'heartbeat':
    }
  }

  #suspect(): void {
    this.#enter({ kind: 'stale', sinceMs: this.#lastHeardMs ?? this.#now() });
    this.#watch(deadAfterMs - staleAfterMs, () => this.#lose());
  }

  #lose(): void {
    this.#abandon();
    this.#failures += 1;
    const delayMs = retryDelayMs(this.#failures, this.#options.random());
    this.#enter({
      kind: 'offline',
      sinceMs: this.#lastHeardMs ?? this.#now(),
      retryAtMs: this.#now() + delayMs,
      reason: this.#isSignedOut ? 'signed-out' : 'unreachable',
    });
    this.#watch(delayMs, () => this.#connect());
  }

  /** Forgets the transport first: its late events concern nobody. */
  #abandon(): void {
    this.#cancelTimer();
    const transport = this.#transport;
    this.#transport = null;
    this.#isOpen = false;
    transport?.close();
  }

  #watch(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.time.after(ms, run);
  }

  #enter(state: LiveState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }

  #send(message: { readonly type?: unknown }): void {
    if (!this.#isOpen || !this.#transport) return;
    if (this.#isPaused && message.type === 'subscribe') return;
    this.#transport.send(JSON.stringify(message));
  }

  #now(): number {
    return this.#options.time.now();
  }
}
