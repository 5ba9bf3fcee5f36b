import type { SeriesQuery, Tier } from '../store.ts';
import { planTiers, type Segment } from '../tier-plan.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import type { Partition } from './partition.ts';

export interface Source extends Segment {
  readonly partitions: readonly Partition[];
}

export interface SourcePlan {
  readonly tier: Tier;
  readonly stepMs: number;
  readonly sources: readonly Source[];
}

/** The tables that a query is to read. */
export function planSources(
  entry: MeasurementEntry,
  query: SeriesQuery,
  wantedStepMs: number,
): SourcePlan {
  const { tier, stepMs, segments } = planTiers(entry, query, wantedStepMs);
  const sources = segments.map((segment) => ({
    ...segment,
    partitions: partitionsBetween(entry, segment.tier, segment.fromNs, segment.toNs),
  }));
  return { tier, stepMs, sources: sources.filter(({ partitions }) => partitions.length > 0) };
}
