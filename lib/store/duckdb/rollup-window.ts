import type { DuckDBConnection } from '@duckdb/node-api';
import { rollupSpecs, type RollupTier } from '../tier.ts';
import type { MeasurementEntry } from './catalog.ts';
import { floorDivide, millisecondNs } from './partition.ts';

export function windowNs(tier: RollupTier): bigint {
  return BigInt(rollupSpecs[tier].windowMs) * millisecondNs;
}

/** Windows are counted from the epoch. */
export function windowOf(tier: RollupTier, timeNs: bigint): number {
  return Number(floorDivide(timeNs, windowNs(tier)));
}

export function windowStartNs(tier: RollupTier, window: number): bigint {
  return BigInt(window) * windowNs(tier);
}

/** Adds the window of each time it is called with; neighbouring rows mostly share one. */
export function windowMarker(tier: RollupTier, windows: Set<number>): (timeNs: bigint) => void {
  let fromNs = 0n;
  let toNs = 0n;
  return (timeNs) => {
    if (timeNs >= fromNs && timeNs < toNs) return;
    const window = windowOf(tier, timeNs);
    windows.add(window);
    fromNs = windowStartNs(tier, window);
    toNs = fromNs + windowNs(tier);
  };
}

/**
 * Writes down which windows no longer agree with their source, in the transaction that changes the
 * source. Answers those that were not known to be stale; the caller remembers them after COMMIT.
 */
export async function storeStaleWindows(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  tier: RollupTier,
  windows: Iterable<number>,
): Promise<number[]> {
  const fresh = [...windows].filter((window) => !entry.stale[tier].has(window));
  if (fresh.length === 0) return fresh;
  const rows = fresh.map((window) => `(${String(entry.id)}, '${tier}', ${String(window)})`);
  await connection.run(`INSERT INTO stale_windows VALUES ${rows.join(', ')}`);
  return fresh;
}

/** Consecutive windows, both ends included. */
export interface WindowRun {
  readonly first: number;
  readonly last: number;
}

/** Consecutive numbers put together, in ascending order. */
export function windowRuns(windows: Iterable<number>): WindowRun[] {
  const runs: { first: number; last: number }[] = [];
  for (const window of [...windows].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.last === window - 1) run.last = window;
    else runs.push({ first: window, last: window });
  }
  return runs;
}
