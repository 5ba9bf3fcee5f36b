import { beforeAllTime, millisecondNs } from './nanoseconds.ts';
import { windowNs, windowOf, windowRuns, windowStartNs, type WindowRun } from './rollup-window.ts';
import { isGrowth, lookbackMs } from './growth.ts';
import type { SeriesQuery, Tier } from './store.ts';
import { rollupSpecs, rollupTiers, tierOrder, tierSpecs, type RollupTier } from './tier.ts';

/** How far the rollups of some samples have come. */
export interface RollupState {
  /** Windows of a rollup whose source has changed since they were built, or that never were. */
  readonly stale: Readonly<Record<RollupTier, Set<number>>>;
  /** Nanoseconds before which a tier has dropped its rows. */
  readonly droppedUntilNs: Record<Tier, bigint>;
}

export function emptyRollupState(): RollupState {
  const never = beforeAllTime;
  return {
    stale: { '10s': new Set(), '1m': new Set(), '1h': new Set() },
    droppedUntilNs: { raw: never, '10s': never, '1m': never, '1h': never },
  };
}

/** A stretch of time to be read from one tier. */
export interface Segment {
  readonly tier: Tier;
  readonly fromNs: bigint;
  /** Exclusive. */
  readonly toNs: bigint;
}

export interface TierPlan {
  readonly tier: Tier;
  readonly stepMs: number;
  /** Oldest first. Two overlap only where late samples wait to be added to a rollup. */
  readonly segments: readonly Segment[];
}

/** Past this many pieces a statement costs more to plan than the rollup saves. */
const maxRuns = 16;

/**
 * Which tiers answer a query: the coarsest whose rows make up whole buckets, except where it has
 * still to be built, which is read from the tier below.
 */
export function planTiers(state: RollupState, query: SeriesQuery, wantedStepMs: number): TierPlan {
  const { tier, stepMs } = chooseTier(state, query.startMs, wantedStepMs);
  const startMs = Math.floor(query.startMs / stepMs) * stepMs;
  const before = isGrowth(query.aggregate) ? Math.max(lookbackMs, 2 * tierSpecs[tier].widthMs) : 0;
  const toNs = BigInt(Math.ceil(query.endMs)) * millisecondNs;
  const segments = segmentsOf(state, tier, BigInt(startMs - before) * millisecondNs, toNs);
  return { tier, stepMs, segments };
}

/** Where finer rows have gone, the step grows to the width of those that are left. */
function chooseTier(
  state: RollupState,
  startMs: number,
  wantedStepMs: number,
): { tier: Tier; stepMs: number } {
  const startNs = BigInt(Math.floor(startMs)) * millisecondNs;
  const fitting = tierOrder.findLast((tier) => isMultiple(wantedStepMs, tierSpecs[tier].widthMs));
  const tier =
    tierOrder
      .slice(tierOrder.indexOf(fitting ?? 'raw'))
      .find((candidate) => state.droppedUntilNs[candidate] <= startNs) ?? '1h';
  const { widthMs } = tierSpecs[tier];
  const stepMs = widthMs === 0 ? wantedStepMs : Math.ceil(wantedStepMs / widthMs) * widthMs;
  return { tier, stepMs };
}

function isMultiple(stepMs: number, widthMs: number): boolean {
  return widthMs === 0 || stepMs % widthMs === 0;
}

function segmentsOf(state: RollupState, tier: Tier, fromNs: bigint, toNs: bigint): Segment[] {
  if (fromNs >= toNs) return [];
  const whole = (from: bigint, to: bigint): Segment => ({ tier, fromNs: from, toNs: to });
  if (tier === 'raw') return [whole(fromNs, toNs)];
  const { from: finer } = rollupSpecs[tier];
  const segments: Segment[] = [];
  let doneNs = fromNs;
  for (const run of staleRuns(state, tier, fromNs, toNs)) {
    const runFromNs = largest(windowStartNs(tier, run.first), doneNs);
    const runToNs = smallest(windowStartNs(tier, run.last) + windowNs(tier), toNs);
    if (runFromNs > doneNs) segments.push(whole(doneNs, runFromNs));
    // Below this time the finer tier holds only what came late and is still to be added.
    const keptNs = smallest(largest(state.droppedUntilNs[finer], runFromNs), runToNs);
    if (keptNs > runFromNs) segments.push(whole(runFromNs, keptNs));
    segments.push(...segmentsOf(state, finer, runFromNs, runToNs));
    doneNs = runToNs;
  }
  if (doneNs < toNs) segments.push(whole(doneNs, toNs));
  return segments;
}

/** Runs of windows that do not show all samples yet, because they or a finer tier are to be built. */
function staleRuns(
  state: RollupState,
  tier: RollupTier,
  fromNs: bigint,
  toNs: bigint,
): WindowRun[] {
  const first = windowOf(tier, fromNs);
  const last = windowOf(tier, toNs - 1n);
  const stale = new Set<number>();
  for (const finer of rollupTiers.slice(0, rollupTiers.indexOf(tier) + 1)) {
    for (const window of state.stale[finer]) {
      const whole = Math.floor((window * rollupSpecs[finer].windowMs) / rollupSpecs[tier].windowMs);
      if (whole >= first && whole <= last) stale.add(whole);
    }
  }
  const runs = windowRuns(stale);
  const [oldest, newest] = [runs[0], runs.at(-1)];
  if (runs.length <= maxRuns || !oldest || !newest) return runs;
  return [{ first: oldest.first, last: newest.last }];
}

function largest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smallest(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
