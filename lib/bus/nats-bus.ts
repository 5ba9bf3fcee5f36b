import { setTimeout } from 'node:timers/promises';
import {
  connect,
  type NatsConnection,
  type NodeConnectionOptions,
  type Subscription,
} from '@nats-io/transport-node';
import { withoutCredentials, type BusConfig } from '#lib/config/bus-config.ts';
import type { Log } from '#lib/services.ts';
import { BusError, type Bus } from './bus.ts';
import { natsOptions } from './nats-options.ts';

const retryMs = 1_000;

interface Listening {
  readonly subject: string;
  readonly listener: (data: Uint8Array) => Promise<Uint8Array> | null;
  open: Subscription | null;
}

/** A bus over NATS; it starts without it and comes back to it by itself. */
export function openNatsBus(config: BusConfig, log: Log): Bus {
  return new NatsBus(config, natsOptions(config), log);
}

class NatsBus implements Bus {
  readonly #prefix: string;
  readonly #where: string;
  readonly #log: Log;
  readonly #listening = new Set<Listening>();
  readonly #states = new Set<(isConnected: boolean) => void>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #connection: NatsConnection | null = null;
  #isConnected = false;

  constructor(config: BusConfig, options: NodeConnectionOptions, log: Log) {
    this.#prefix = config.prefix;
    this.#where = withoutCredentials(config.addresses);
    this.#log = log;
    this.#running = this.#run(options);
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  publish(subject: string, data: Uint8Array): void {
    // While it reconnects the client would keep everything, without a bound.
    if (this.#isConnected) this.#connection?.publish(this.#full(subject), data);
  }

  subscribe(subject: string, listener: (data: Uint8Array) => void): () => void {
    return this.#listen(subject, (data) => {
      listener(data);
      return null;
    });
  }

  serve(subject: string, answer: (data: Uint8Array) => Promise<Uint8Array>): () => void {
    return this.#listen(subject, answer);
  }

  async request(subject: string, data: Uint8Array, withinMs: number): Promise<Uint8Array> {
    if (!this.#connection || !this.#isConnected) {
      throw new BusError(`ask ${subject}: the bus is away`);
    }
    try {
      const answer = await this.#connection.request(this.#full(subject), data, {
        timeout: withinMs,
      });
      return answer.data;
    } catch (cause) {
      throw new BusError(`ask ${subject}: ${describe(cause)}`, { cause });
    }
  }

  async flush(): Promise<void> {
    if (this.#isConnected) await this.#connection?.flush();
  }

  onState(listener: (isConnected: boolean) => void): void {
    this.#states.add(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection?.close().catch(() => undefined);
    await this.#running;
  }

  #listen(subject: string, listener: Listening['listener']): () => void {
    const listening: Listening = { subject, listener, open: null };
    this.#listening.add(listening);
    if (this.#connection) this.#open(this.#connection, listening);
    return () => {
      this.#listening.delete(listening);
      listening.open?.unsubscribe();
    };
  }

  #open(connection: NatsConnection, listening: Listening): void {
    listening.open = connection.subscribe(this.#full(listening.subject), {
      callback: (error, message) => {
        if (error) {
          this.#log.warn({ subject: listening.subject, reason: error.message }, 'the bus refuses');
          return;
        }
        void this.#receive(listening, message.data, (data) => message.respond(data));
      },
    });
  }

  /** A listener that fails says so and ends nothing: what it was sent may have been nonsense. */
  async #receive(
    { subject, listener }: Listening,
    data: Uint8Array,
    respond: (data: Uint8Array) => void,
  ): Promise<void> {
    try {
      const answer = await listener(data);
      if (answer) respond(answer);
    } catch (error) {
      this.#log.warn({ subject, reason: describe(error) }, 'a message of the bus was left out');
    }
  }

  async #run(options: NodeConnectionOptions): Promise<void> {
    let told = '';
    while (!this.#closing.signal.aborted) {
      try {
        const connection = await connect(options);
        told = '';
        await this.#serveConnection(connection);
      } catch (error) {
        const reason = describe(error);
        if (reason !== told) this.#log.error({ at: this.#where, reason }, 'the bus is away');
        told = reason;
      }
      const { signal } = this.#closing;
      await setTimeout(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #serveConnection(connection: NatsConnection): Promise<void> {
    this.#connection = connection;
    if (this.#closing.signal.aborted) await connection.close();
    for (const listening of this.#listening) this.#open(connection, listening);
    this.#turn(true);
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'staleConnection') this.#turn(false);
      if (type === 'reconnect') this.#turn(true);
      if (type === 'slowConsumer') this.#log.warn({}, 'this server reads the bus too slowly');
    }
    const reason = await connection.closed();
    this.#connection = null;
    this.#turn(false);
    if (reason && !this.#closing.signal.aborted) throw reason;
  }

  #turn(isConnected: boolean): void {
    if (isConnected === this.#isConnected) return;
    this.#isConnected = isConnected;
    if (isConnected) this.#log.info({ at: this.#where }, 'the bus is there');
    else if (!this.#closing.signal.aborted) {
      this.#log.warn({ at: this.#where }, 'the bus is away; samples are read from the store');
    }
    for (const listener of this.#states) listener(isConnected);
  }

  #full(subject: string): string {
    return `${this.#prefix}.${subject}`;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
