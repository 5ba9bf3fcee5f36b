import type { SeriesQuery, Tier } from '../store.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import { millisecondNs, type Partition } from './partition.ts';

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
  /** Oldest first, without overlap. */
  readonly sources: readonly Source[];
}

/** A rate needs the sample before its first bucket; one that lies further back is a gap. */
const lookbackMs = 10 * 60_000;

export function planSources(
  entry: MeasurementEntry,
  query: SeriesQuery,
  stepMs: number,
): SourcePlan {
  const startMs = Math.floor(query.startMs / stepMs) * stepMs;
  const fromNs =
    BigInt(query.aggregate === 'rate' ? startMs - lookbackMs : startMs) * millisecondNs;
  const toNs = BigInt(Math.ceil(query.endMs)) * millisecondNs;
  const partitions = partitionsBetween(entry, 'raw', fromNs, toNs);
  const sources =
    partitions.length === 0 ? [] : [{ tier: 'raw' as const, fromNs, toNs, partitions }];
  return { tier: 'raw', stepMs, sources };
}
