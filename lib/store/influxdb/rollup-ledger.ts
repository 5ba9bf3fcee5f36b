import type { Point } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { windowOf, windowStartNs, type WindowRun } from '../rollup-window.ts';
import type { Tier } from '../store.ts';
import { rollupTiers, tierOrder, type RollupTier } from '../tier.ts';
import { emptyRollupState, type RollupState } from '../tier-plan.ts';
import type { InfluxClient, ResultSeries } from './influx-client.ts';
import { source, where } from './influxql.ts';
import { statePolicy, windowMeasurement } from './layout.ts';

/** Past the end of InfluxDB's own times. */
const endOfTimeMs = 9_000_000_000_000;

/** How far the rollups have come, in memory and in the database. */
export class RollupLedger {
  readonly state: RollupState = emptyRollupState();
  /** Until when samples of other writers have been looked for; null = never. */
  lookedUntilMs: number | null = null;
  readonly #client: InfluxClient;
  /** Windows of the first rollup that a write is changing at this moment. */
  readonly #written = new Map<number, number>();
  /** Windows that a write began to change while they were being built. */
  readonly #touched = new Set<number>();

  constructor(client: InfluxClient) {
    this.#client = client;
  }

  /**
   * Replaces what is in memory by what is in the database.
   *
   * @param fromMs windows before it stay as they are known
   */
  async load(signal: AbortSignal, fromMs = 0): Promise<void> {
    const from = source(statePolicy, windowMeasurement);
    const [windows = [], dropped = []] = await this.#client.query(
      `SELECT "stale" FROM ${from} ${where(fromMs, endOfTimeMs)} AND "stale" = true GROUP BY "tier"; ` +
        `SELECT "dropped_until_ms", "looked_until_ms" FROM ${from} ${where(0, 1)} GROUP BY "tier"`,
      'ms',
      signal,
    );
    this.#replaceStale(windows, fromMs);
    this.#replaceBounds(dropped);
  }

  /** Takes down what no longer agrees with its source; known windows cost nothing. */
  async markStale(tier: RollupTier, windows: Iterable<number>, signal: AbortSignal): Promise<void> {
    const fresh = [...windows].filter(
      (window) => window >= 0 && !this.state.stale[tier].has(window),
    );
    await this.#write(
      fresh.map((window) => stalePoint(tier, window, true)),
      signal,
    );
    for (const window of fresh) this.state.stale[tier].add(window);
  }

  /** Runs a write that changes these windows of the first rollup. */
  async during<T>(windows: ReadonlySet<number>, write: () => Promise<T>): Promise<T> {
    for (const window of windows) {
      this.#written.set(window, (this.#written.get(window) ?? 0) + 1);
      this.#touched.add(window);
    }
    try {
      return await write();
    } finally {
      for (const window of windows) {
        const others = (this.#written.get(window) ?? 1) - 1;
        if (others > 0) this.#written.set(window, others);
        else this.#written.delete(window);
      }
    }
  }

  /** Runs a build of windows; those that a write was changing meanwhile stay stale. */
  async building(
    tier: RollupTier,
    run: WindowRun,
    build: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    this.#touched.clear();
    for (const window of this.#written.keys()) this.#touched.add(window);
    await build();
    const built: number[] = [];
    for (let window = run.first; window <= run.last; window += 1) {
      if (tier !== '10s' || !this.#touched.has(window)) built.push(window);
    }
    await this.#write(
      built.map((window) => stalePoint(tier, window, false)),
      signal,
    );
    for (const window of built) this.state.stale[tier].delete(window);
  }

  async markDropped(tier: Tier, untilNs: bigint, signal: AbortSignal): Promise<void> {
    if (untilNs <= this.state.droppedUntilNs[tier]) return;
    await this.#note(tier, 'dropped_until_ms', Number(untilNs / millisecondNs), signal);
    this.state.droppedUntilNs[tier] = untilNs;
  }

  async markLooked(untilMs: number, signal: AbortSignal): Promise<void> {
    await this.#note('10s', 'looked_until_ms', untilMs, signal);
    this.lookedUntilMs = untilMs;
  }

  #replaceStale(windows: readonly ResultSeries[], fromMs: number): void {
    for (const tier of rollupTiers) {
      const stale = this.state.stale[tier];
      const first = windowOf(tier, BigInt(Math.floor(fromMs)) * millisecondNs);
      for (const window of stale) if (window >= first) stale.delete(window);
      const found = windows.filter(({ tags }) => tags?.['tier'] === tier);
      for (const [timeMs] of found.flatMap(({ values }) => values)) {
        stale.add(windowOf(tier, BigInt(Number(timeMs)) * millisecondNs));
      }
    }
  }

  #replaceBounds(dropped: readonly ResultSeries[]): void {
    for (const { tags, values } of dropped) {
      const tier = tierOrder.find((name) => name === tags?.['tier']);
      const [, untilMs, lookedMs] = values[0] ?? [];
      if (tier && typeof untilMs === 'number') {
        this.state.droppedUntilNs[tier] = BigInt(untilMs) * millisecondNs;
      }
      if (typeof lookedMs === 'number') this.lookedUntilMs = lookedMs;
    }
  }

  async #note(tier: Tier, name: string, value: number, signal: AbortSignal): Promise<void> {
    const fields = { [name]: { type: 'float', value } } as const;
    const point = { measurement: windowMeasurement, tags: { tier }, fields, timeNs: 0n };
    await this.#write([point], signal);
  }

  async #write(points: readonly Point[], signal: AbortSignal): Promise<void> {
    if (points.length === 0) return;
    await this.#client.write(encodePoints(points), statePolicy, signal);
  }
}

function stalePoint(tier: RollupTier, window: number, value: boolean): Point {
  return {
    measurement: windowMeasurement,
    tags: { tier },
    fields: { stale: { type: 'boolean', value } },
    timeNs: windowStartNs(tier, window),
  };
}
