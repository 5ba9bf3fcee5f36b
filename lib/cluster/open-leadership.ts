import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '#lib/services.ts';
import type { Leadership } from './leadership.ts';

/** The advisory lock that the leader holds; another than that of migrations and of set-up. */
export const leaderLock = 72_707_371;
export const termSetting = 'cluster.term';

export interface LeadershipOptions {
  readonly databaseUrl: string;
  /** Milliseconds that no change of the clock moves. */
  readonly monotonicMs: () => number;
  readonly log: Log;
}

const renewMs = 1_000;
/** How long the last answer of the database is proof that the lock is held. */
export const provenMs = 4_000;
/**
 * After this much silence PostgreSQL ends the session and with it the lock. Longer than the proof
 * lasts: the old leader knows that it is none before another can be.
 */
const silenceMs = 6_000;
const connectMs = 3_000;

/** Tries for the lock until `close`, on a connection of its own, and holds it while it can. */
export function openLeadership(options: LeadershipOptions): Leadership {
  return new LockedLeadership(options);
}

class LockedLeadership implements Leadership {
  readonly #options: LeadershipOptions;
  readonly #listeners = new Set<(isLeading: boolean) => void>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #term: bigint | null = null;
  #provenUntilMs = 0;
  #wasTold = false;
  #problem = '';

  constructor(options: LeadershipOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  get isLeading(): boolean {
    return this.#term !== null && this.#options.monotonicMs() < this.#provenUntilMs;
  }

  get term(): bigint | null {
    return this.isLeading ? this.#term : null;
  }

  onChange(listener: (isLeading: boolean) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        await this.#session();
      } catch (error) {
        this.#complain(error);
      }
      this.#term = null;
      this.#tell();
      await this.#pause();
    }
  }

  /** One connection: waits for the lock, then holds it until the connection breaks. */
  async #session(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.databaseUrl,
      connectionTimeoutMillis: connectMs,
      query_timeout: provenMs,
      keepAlive: true,
    });
    // Without a listener a broken connection would end the process; the query in flight rejects too.
    const broken = new AbortController();
    const breakOff = () => {
      this.#provenUntilMs = 0;
      broken.abort();
    };
    client.on('error', breakOff);
    client.on('end', breakOff);
    try {
      await client.connect();
      await limitSilence(client);
      this.#problem = '';
      while (!this.#closing.signal.aborted && !broken.signal.aborted) {
        await this.#renew(client);
        await this.#pause();
        this.#tell();
      }
    } finally {
      this.#provenUntilMs = 0;
      await client.end().catch(() => undefined);
    }
  }

  /** Asks for the lock, or proves that it is held: its session would not answer otherwise. */
  async #renew(client: pg.Client): Promise<void> {
    const askedMs = this.#options.monotonicMs();
    if (this.#term === null) {
      const { rows } = await client.query<{ got: boolean }>(
        'select pg_try_advisory_lock($1) as got',
        [leaderLock],
      );
      if (rows[0]?.got !== true) return;
      this.#term = await nextTerm(client);
    } else {
      await client.query('select 1');
    }
    this.#provenUntilMs = askedMs + provenMs;
    this.#tell();
  }

  #tell(): void {
    const { isLeading } = this;
    if (isLeading === this.#wasTold) return;
    this.#wasTold = isLeading;
    const { log } = this.#options;
    if (isLeading) log.info({ term: String(this.#term) }, 'this server leads now');
    else log.info({}, 'this server does not lead any more');
    for (const listener of this.#listeners) listener(isLeading);
  }

  async #pause(): Promise<void> {
    const { signal } = this.#closing;
    await setTimeout(renewMs, undefined, { signal }).catch(() => undefined);
  }

  #complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason === this.#problem || this.#closing.signal.aborted) return;
    this.#problem = reason;
    this.#options.log.warn({ reason }, 'the database that knows who leads is away');
  }
}

/** PostgreSQL before 14 does not know the setting: there a silent session ends with its connection. */
async function limitSilence(client: pg.Client): Promise<void> {
  await client.query(`set idle_session_timeout = ${silenceMs}`).catch(() => undefined);
}

/** A number that no earlier leader had: writes of one that lost the lock are told by theirs. */
async function nextTerm(client: pg.Client): Promise<bigint> {
  const { rows } = await client.query<{ value: string }>(
    `insert into setting (name, value) values ($1, '1')
       on conflict (name) do update set value = (setting.value::bigint + 1)::text
     returning value`,
    [termSetting],
  );
  return BigInt(rows[0]?.value ?? '0');
}
