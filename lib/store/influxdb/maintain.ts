import { dueWindows, onOneSide } from '../due-windows.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { windowOf, windowRuns, windowStartNs, windowNs, type WindowRun } from '../rollup-window.ts';
import { coarserTier, rollupSpecs, rollupTiers, type RollupTier } from '../tier.ts';
import type { FieldTypeCache } from './field-types.ts';
import type { InfluxClient } from './influx-client.ts';
import { listMeasurements } from './inventory.ts';
import { keepEvents } from './keep-events.ts';
import { buildRollup } from './roll-up.ts';
import type { RollupLedger } from './rollup-ledger.ts';
import { expiredShards, listShards, type Shard } from './shards.ts';

/** Time after which one call leaves the rest to the next. */
const budgetMs = 2_000;
/** Rows that one slice should come to; the number of windows in it follows the last one. */
const sliceRows = 30_000;
const maxSliceWindows = 1_440;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How far back samples of other writers are looked for when the store was away. */
const longestLookBackMs = 400 * dayMs;

/** Builds what is due and drops what has aged, for a database that others write to as well. */
export class InfluxMaintenance {
  readonly #client: InfluxClient;
  readonly #fieldTypes: FieldTypeCache;
  readonly #ledger: RollupLedger;
  readonly #samplePolicy: string;
  readonly #sliceWindows = { '10s': 10, '1m': 10, '1h': 10 };
  #sweptHourMs: number | null = null;
  #sweptDayMs: number | null = null;

  constructor(
    client: InfluxClient,
    fieldTypes: FieldTypeCache,
    ledger: RollupLedger,
    samplePolicy: string,
  ) {
    this.#client = client;
    this.#fieldTypes = fieldTypes;
    this.#ledger = ledger;
    this.#samplePolicy = samplePolicy;
  }

  async run(nowMs: number, signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + budgetMs;
    const isLate = () => signal.aborted || performance.now() >= deadline;
    const shards = await listShards(this.#client, this.#samplePolicy, signal);
    await this.#lookForSamples(shards, nowMs, signal);
    const measurements = await listMeasurements(this.#client, signal);
    for (const tier of rollupTiers) {
      while (!isLate() && (await this.#buildSlice(tier, measurements, nowMs, signal)));
    }
    while (!isLate() && (await this.#dropOne(nowMs, signal)));
  }

  /** Others do not say what they write: recent windows are taken for changed, at times once more. */
  async #lookForSamples(shards: readonly Shard[], nowMs: number, signal: AbortSignal) {
    let fromMs = this.#ledger.lookedUntilMs ?? nowMs - longestLookBackMs;
    this.#sweptHourMs ??= nowMs;
    this.#sweptDayMs ??= nowMs;
    if (nowMs - this.#sweptHourMs >= hourMs) {
      fromMs = Math.min(fromMs, nowMs - 2 * hourMs);
      this.#sweptHourMs = nowMs;
    }
    if (nowMs - this.#sweptDayMs >= dayMs) {
      fromMs = Math.min(fromMs, nowMs - 26 * hourMs);
      this.#sweptDayMs = nowMs;
    }
    const windows = new Set<number>();
    for (const { tier, startMs, endMs } of shards) {
      if (tier !== 'raw') continue;
      const until = windowAt('10s', Math.min(endMs, nowMs));
      for (let at = windowAt('10s', Math.max(startMs, fromMs)); at < until; at += 1)
        windows.add(at);
    }
    await this.#ledger.markStale('10s', windows, signal);
    await this.#ledger.markLooked(nowMs, signal);
  }

  async #buildSlice(
    tier: RollupTier,
    measurements: readonly string[],
    nowMs: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { state } = this.#ledger;
    const newest = windowRuns(dueWindows(state, tier, nowMs)).at(-1);
    if (!newest) return false;
    const kept = onOneSide(state, tier, newest);
    const shortest = kept.last - this.#sliceWindows[tier] + 1;
    const run: WindowRun = { first: Math.max(kept.first, shortest), last: kept.last };
    const isAddition = windowStartNs(tier, run.last) < state.droppedUntilNs[rollupSpecs[tier].from];
    let rows = 0;
    const build = async () => {
      for (const measurement of measurements) {
        const one = { measurement, tier, run, isAddition };
        rows += await buildRollup(this.#client, this.#fieldTypes, one, signal);
      }
      const coarser = coarserTier[tier];
      if (coarser && rows > 0) {
        await this.#ledger.markStale(coarser, windowsOver(coarser, tier, run), signal);
      }
    };
    await this.#ledger.building(tier, run, build, signal);
    this.#adapt(tier, rows);
    return true;
  }

  #adapt(tier: RollupTier, rows: number): void {
    const now = this.#sliceWindows[tier];
    if (rows > sliceRows) this.#sliceWindows[tier] = Math.max(1, Math.floor(now / 2));
    else if (rows < sliceRows / 2) this.#sliceWindows[tier] = Math.min(maxSliceWindows, now * 2);
  }

  async #dropOne(nowMs: number, signal: AbortSignal): Promise<boolean> {
    const shards = await listShards(this.#client, this.#samplePolicy, signal);
    const [expired] = expiredShards(shards, this.#ledger.state, this.#samplePolicy, nowMs);
    if (!expired) return false;
    if (expired.tier === 'raw') await keepEvents(this.#client, this.#samplePolicy, expired, signal);
    // Taken down first: were only the shard gone, its rollup would be built anew from nothing.
    await this.#ledger.markDropped(expired.tier, BigInt(expired.endMs) * millisecondNs, signal);
    await this.#client.query(`DROP SHARD ${String(expired.id)}`, 'ms', signal);
    return true;
  }
}

function windowAt(tier: RollupTier, timeMs: number): number {
  return windowOf(tier, BigInt(Math.floor(timeMs)) * millisecondNs);
}

/** Windows of a coarser tier that a run of a finer one lies in. */
function windowsOver(coarser: RollupTier, tier: RollupTier, run: WindowRun): number[] {
  const first = windowOf(coarser, windowStartNs(tier, run.first));
  const last = windowOf(coarser, windowStartNs(tier, run.last) + windowNs(tier) - 1n);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
