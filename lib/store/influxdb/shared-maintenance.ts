import type { SampleTable } from '#lib/model/sample.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { windowMarker, windowOf, windowStartNs, windowNs } from '../rollup-window.ts';
import type { InfluxClient } from './influx-client.ts';
import { markLate, readLate, settleLate } from './late-marks.ts';
import type { RollupLedger } from './rollup-ledger.ts';

/** Alone, or the one of several servers that builds rollups, or one of the others. */
export type MaintenanceRole = 'alone' | 'leader' | 'follower';

/** The builder leaves a window open for ten seconds; clocks of servers may be apart by the rest. */
const lateAfterMs = 2_000;
const recentMs = 26 * 3_600_000;
const readAllEveryMs = 600_000;
const endOfTimeMs = 9_000_000_000_000;

/** What servers that share a database tell each other, through it, about windows of rollups. */
export class SharedMaintenance {
  role: MaintenanceRole = 'alone';
  readonly #client: InfluxClient;
  readonly #ledger: RollupLedger;
  readonly #hasRollups: boolean;
  readonly #clock: () => number;
  #readAllDueMs = 0;

  /** @param hasRollups false where the database lets us build none: then there is nothing to tell */
  constructor(
    client: InfluxClient,
    ledger: RollupLedger,
    hasRollups: boolean,
    clock: () => number,
  ) {
    this.#client = client;
    this.#ledger = ledger;
    this.#hasRollups = hasRollups;
    this.#clock = clock;
  }

  /** Takes over where the builder before has come to. */
  async lead(signal: AbortSignal): Promise<void> {
    if (this.role === 'leader') return;
    if (this.#hasRollups) await this.#ledger.load(signal);
    this.#readAllDueMs = 0;
    this.role = 'leader';
  }

  /** Reads how far the builder has come; what it has not looked at yet is read as it was written. */
  async follow(signal: AbortSignal): Promise<void> {
    this.role = 'follower';
    if (!this.#hasRollups) return;
    const fromMs = this.#fromMs();
    await this.#ledger.load(signal, fromMs);
    // What the builder has not collected yet is as stale as what it knows to be.
    const late = await readLate(this.#client, fromMs, endOfTimeMs, signal);
    const nowMs = this.#clock();
    const { lookedUntilMs, state } = this.#ledger;
    for (const { window } of late) state.stale['10s'].add(window);
    const first = windowAt(Math.max(lookedUntilMs ?? nowMs, nowMs - recentMs));
    for (let window = first; window <= windowAt(nowMs); window += 1) state.stale['10s'].add(window);
  }

  /**
   * After the rows of a follower: says which windows may have been built without them. It comes
   * before the number of their batch is kept, so that an acknowledged batch is always built.
   */
  async noteWritten(
    tables: readonly SampleTable[],
    wasFollower: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    if ((!wasFollower && this.role !== 'follower') || !this.#hasRollups) return;
    const windows = new Set<number>();
    for (const table of tables) table.timeNs.forEach(windowMarker('10s', windows));
    const builtNs = BigInt(Math.floor(this.#clock() - lateAfterMs)) * millisecondNs;
    const late = [...windows].filter(
      (window) => window >= 0 && windowStartNs('10s', window) + windowNs('10s') <= builtNs,
    );
    await markLate(this.#client, late, signal);
  }

  /** Before the leader builds: takes the others' windows into its own ledger. */
  async collect(signal: AbortSignal): Promise<void> {
    if (this.role !== 'leader' || !this.#hasRollups) return;
    const marks = await readLate(this.#client, this.#fromMs(), endOfTimeMs, signal);
    const windows = marks.map(({ window }) => window);
    await this.#ledger.markStale('10s', windows, signal);
    await settleLate(this.#client, marks, signal);
  }

  /** Old windows are rarely late, and looking at all of them costs more every day. */
  #fromMs(): number {
    const nowMs = this.#clock();
    if (nowMs < this.#readAllDueMs) return nowMs - recentMs;
    this.#readAllDueMs = nowMs + readAllEveryMs;
    return 0;
  }
}

function windowAt(timeMs: number): number {
  return windowOf('10s', BigInt(Math.floor(timeMs)) * millisecondNs);
}
