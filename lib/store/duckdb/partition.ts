import { floorDivide, millisecondNs } from '../nanoseconds.ts';
import { tierOrder, tierSpecs } from '../tier.ts';
import type { Tier } from '../store.ts';

/**
 * One table: the rows of one measurement in one tier over one fixed stretch of time. Dropping a
 * table is the only cheap way to lose old rows, since a file keeps its size after DELETE.
 */
export interface Partition {
  readonly table: string;
  readonly tier: Tier;
  /** Stretches of `partitionMs` since the epoch. */
  readonly period: number;
  /** Columns in the order of the file; those of fields that appear later are added at the end. */
  readonly columns: Set<string>;
}

export function partitionNs(tier: Tier): bigint {
  return BigInt(tierSpecs[tier].partitionMs) * millisecondNs;
}

export function periodOf(tier: Tier, timeNs: bigint): number {
  return Number(floorDivide(timeNs, partitionNs(tier)));
}

export function periodStartNs(tier: Tier, period: number): bigint {
  return BigInt(period) * partitionNs(tier);
}

/** Names hold only numbers of ours, never a name from outside: `m3_10s_20614`. */
export function partitionTable(measurementId: number, tier: Tier, period: number): string {
  const place = period < 0 ? `n${String(-period)}` : String(period);
  return `m${String(measurementId)}_${tier}_${place}`;
}

export function parsePartitionTable(
  table: string,
): { measurementId: number; tier: Tier; period: number } | null {
  const match = /^m(\d+)_([0-9a-z]+)_(n?)(\d+)$/.exec(table);
  const tier = tierOrder.find((name) => name === match?.[2]);
  if (!match || !tier) return null;
  const period = Number(match[4]) * (match[3] === 'n' ? -1 : 1);
  return { measurementId: Number(match[1]), tier, period };
}

export function fieldColumn(fieldId: number): string {
  return `f${String(fieldId)}`;
}
