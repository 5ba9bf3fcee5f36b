import { keepMs } from '../keep.ts';
import { millisecondNs } from '../nanoseconds.ts';
import type { Tier } from '../store.ts';
import type { MeasurementEntry } from './catalog.ts';
import { periodOf, periodStartNs } from './partition.ts';

/**
 * Times whose raw samples would be dropped at once: they go straight into the rollups that are kept.
 * Only where no older raw table is left, since what is in one still counts as not rolled up.
 */
export function lateTimes(
  entry: MeasurementEntry,
  clockMs: number,
): { readonly fromNs: bigint; readonly toNs: bigint } | null {
  if (!Number.isFinite(clockMs)) return null;
  const [fromNs, rawNs] = [keptFromNs(entry, '1m', clockMs), keptFromNs(entry, 'raw', clockMs)];
  let toNs = rawNs;
  for (const period of entry.partitions.raw.keys()) {
    const startNs = periodStartNs('raw', period);
    if (startNs < toNs) toNs = startNs;
  }
  return fromNs < toNs ? { fromNs, toNs } : null;
}

/** Start of the first partition that is kept at a time. */
export function keptFromNs(entry: MeasurementEntry, tier: Tier, clockMs: number): bigint {
  const keptNs = BigInt(Math.floor(clockMs - keepMs(entry.name, tier))) * millisecondNs;
  return periodStartNs(tier, periodOf(tier, keptNs));
}
