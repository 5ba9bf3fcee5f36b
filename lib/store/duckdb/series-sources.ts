import type { SeriesQuery, Tier } from '../store.ts';
import { rollupSpecs, rollupTiers, tierOrder, tierSpecs, type RollupTier } from '../tier.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import { millisecondNs, type Partition } from './partition.ts';
import { windowNs, windowOf, windowRuns, windowStartNs, type WindowRun } from './rollup-window.ts';

/** A stretch of time to be read from one tier. */
export interface Source {
  readonly tier: Tier;
  readonly fromNs: bigint;
  /** Exclusive. */
  readonly toNs: bigint;
  readonly partitions: readonly Partition[];
}

export interface SourcePlan {
  readonly tier: Tier;
  readonly stepMs: number;
  readonly sources: readonly Source[];
}

/** A rate needs the sample before its first bucket; one that lies further back is a gap. */
const lookbackMs = 10 * 60_000;
/** Past this many pieces a statement costs more to plan than the rollup saves. */
const maxRuns = 16;

/**
 * Which tables answer a query: the coarsest tier whose rows make up whole buckets, except where it
 * has still to be built, which is read from the tier below.
 */
export function planSources(
  entry: MeasurementEntry,
  query: SeriesQuery,
  wantedStepMs: number,
): SourcePlan {
  const { tier, stepMs } = chooseTier(entry, query.startMs, wantedStepMs);
  const startMs = Math.floor(query.startMs / stepMs) * stepMs;
  const before = query.aggregate === 'rate' ? Math.max(lookbackMs, 2 * tierSpecs[tier].widthMs) : 0;
  const toNs = BigInt(Math.ceil(query.endMs)) * millisecondNs;
  const sources = sourcesOf(entry, tier, BigInt(startMs - before) * millisecondNs, toNs);
  return { tier, stepMs, sources: sources.filter(({ partitions }) => partitions.length > 0) };
}

/** Where finer rows have gone, the step grows to the width of those that are left. */
function chooseTier(
  entry: MeasurementEntry,
  startMs: number,
  wantedStepMs: number,
): { tier: Tier; stepMs: number } {
  const startNs = BigInt(Math.floor(startMs)) * millisecondNs;
  const fitting = tierOrder.findLast((tier) => isMultiple(wantedStepMs, tierSpecs[tier].widthMs));
  const tier =
    tierOrder
      .slice(tierOrder.indexOf(fitting ?? 'raw'))
      .find((candidate) => entry.droppedUntilNs[candidate] <= startNs) ?? '1h';
  const { widthMs } = tierSpecs[tier];
  const stepMs = widthMs === 0 ? wantedStepMs : Math.ceil(wantedStepMs / widthMs) * widthMs;
  return { tier, stepMs };
}

function isMultiple(stepMs: number, widthMs: number): boolean {
  return widthMs === 0 || stepMs % widthMs === 0;
}

function sourcesOf(entry: MeasurementEntry, tier: Tier, fromNs: bigint, toNs: bigint): Source[] {
  if (fromNs >= toNs) return [];
  const whole = (from: bigint, to: bigint): Source => ({
    tier,
    fromNs: from,
    toNs: to,
    partitions: partitionsBetween(entry, tier, from, to),
  });
  if (tier === 'raw') return [whole(fromNs, toNs)];
  const { from: finer } = rollupSpecs[tier];
  const sources: Source[] = [];
  let doneNs = fromNs;
  for (const run of staleRuns(entry, tier, fromNs, toNs)) {
    const runFromNs = largest(windowStartNs(tier, run.first), doneNs);
    const runToNs = smallest(windowStartNs(tier, run.last) + windowNs(tier), toNs);
    if (runFromNs > doneNs) sources.push(whole(doneNs, runFromNs));
    // Below this time the finer tier holds only what came late and is still to be added.
    const keptNs = smallest(largest(entry.droppedUntilNs[finer], runFromNs), runToNs);
    if (keptNs > runFromNs) sources.push(whole(runFromNs, keptNs));
    sources.push(...sourcesOf(entry, finer, runFromNs, runToNs));
    doneNs = runToNs;
  }
  if (doneNs < toNs) sources.push(whole(doneNs, toNs));
  return sources;
}

/** Runs of windows that do not show all samples yet, because they or a finer tier are to be built. */
function staleRuns(
  entry: MeasurementEntry,
  tier: RollupTier,
  fromNs: bigint,
  toNs: bigint,
): WindowRun[] {
  const first = windowOf(tier, fromNs);
  const last = windowOf(tier, toNs - 1n);
  const stale = new Set<number>();
  for (const finer of rollupTiers.slice(0, rollupTiers.indexOf(tier) + 1)) {
    for (const window of entry.stale[finer]) {
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
