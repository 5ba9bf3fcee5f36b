import { floorDivide, millisecondNs } from './nanoseconds.ts';
import { rollupSpecs, type RollupTier } from './tier.ts';

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
