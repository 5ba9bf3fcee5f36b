import { setTimeout } from 'node:timers/promises';
import type { Log } from '#lib/services.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { runOf } from './probe-server.ts';
import type { VictoriaClient } from './victoria-client.ts';
import type { Body } from './write-lane.ts';

/** Releases write what they acknowledged to disk within 1 s (1.79) to 5 s (since 1.85). */
const persistMs = 20_000;
const checkMs = 2_000;

/**
 * Makes what the database acknowledges outlive its crash: every body is kept in the journal until
 * the run that took it has had the time to persist it, and sent again when another run is met.
 */
export class Durability {
  readonly #client: VictoriaClient;
  readonly #journal: Journal;
  readonly #clock: () => number;
  readonly #log: Log;
  /** The run of the database as it was last met. */
  #run: string;
  #lostRuns = 0;
  #isAway = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    client: VictoriaClient,
    journal: Journal,
    run: string,
    clock: () => number,
    log: Log,
  ) {
    this.#client = client;
    this.#journal = journal;
    this.#run = run;
    this.#clock = clock;
    this.#log = log;
  }

  /** Resolves once the bodies are stored and would survive a crash of either side. */
  async store(
    first: readonly Body[],
    afterwards: readonly Body[],
    signal: AbortSignal,
  ): Promise<void> {
    // Taken before the first body goes: a run that ends meanwhile must not vouch for it.
    const run = this.#run;
    try {
      await Promise.all(
        first.map(({ kind, gzipped }) => this.#client.write(kind, gzipped, signal)),
      );
      for (const { kind, gzipped } of afterwards) await this.#client.write(kind, gzipped, signal);
    } catch (error) {
      this.#isAway = true;
      throw error;
    }
    const entries = [...first, ...afterwards].map(({ kind, gzipped }) => ({ kind, body: gzipped }));
    await this.#alone(() => this.#journal.append(entries, run, this.#clock()));
  }

  /** Sends again what an earlier process or run left; called before anything is read. */
  async recover(signal: AbortSignal): Promise<void> {
    await this.#alone(() => this.#replay(signal));
  }

  /** Looks every few seconds whether the database is still the one that acknowledged. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await setTimeout(checkMs, undefined, { signal }).catch(() => undefined);
      await this.check(signal).catch(() => {
        this.#isAway = true;
      });
    }
  }

  async check(signal: AbortSignal): Promise<void> {
    const seenMs = this.#clock();
    const run = await runOf(this.#client, signal);
    // A cluster does not tell that one of its nodes was away; that it did not answer has to do.
    if (this.#isAway && this.#client.isCluster) this.#lostRuns += 1;
    this.#isAway = false;
    const name = this.#client.isCluster ? `${run} ${String(this.#lostRuns)}` : run;
    await this.#alone(async () => {
      this.#run = name;
      await this.#replay(signal);
      await this.#journal.forget(name, seenMs - persistMs);
    });
  }

  async close(): Promise<void> {
    await this.#alone(() => this.#journal.close());
  }

  async #replay(signal: AbortSignal): Promise<void> {
    const send = ({ kind, body }: JournalEntry): Promise<void> =>
      this.#client.write(kind, Uint8Array.from(body), signal);
    const sent = await this.#journal.replay(this.#run, send, this.#clock);
    if (sent > 0)
      this.#log.info(
        { sent },
        'VictoriaMetrics was started anew: sent again what it may have lost',
      );
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}
