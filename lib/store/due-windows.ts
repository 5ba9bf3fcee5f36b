import { millisecondNs } from './nanoseconds.ts';
import { windowOf, windowStartNs, type WindowRun } from './rollup-window.ts';
import { rollupSpecs, type RollupTier } from './tier.ts';
import type { RollupState } from './tier-plan.ts';

/** Samples of the last seconds are still on their way. */
const settleMs = 10_000;

/** The first window for which samples may still be on their way. */
export function firstOpenWindow(tier: RollupTier, nowMs: number): number {
  return windowOf(tier, BigInt(Math.floor(nowMs - settleMs)) * millisecondNs);
}

/** Stale windows that are over and whose source is complete. */
export function dueWindows(state: RollupState, tier: RollupTier, nowMs: number): number[] {
  const firstOpen = firstOpenWindow(tier, nowMs);
  const { from } = rollupSpecs[tier];
  const unfinished = new Set<number>();
  if (from !== 'raw') {
    for (const window of state.stale[from]) {
      unfinished.add(windowOf(tier, windowStartNs(from, window)));
    }
  }
  return [...state.stale[tier]].filter((window) => window < firstOpen && !unfinished.has(window));
}

/** The end of a run that lies on one side of the time before which the source dropped its rows. */
export function onOneSide(state: RollupState, tier: RollupTier, run: WindowRun): WindowRun {
  const droppedNs = state.droppedUntilNs[rollupSpecs[tier].from];
  const isKept = windowStartNs(tier, run.last) >= droppedNs;
  return isKept ? { ...run, first: Math.max(run.first, windowOf(tier, droppedNs)) } : run;
}
