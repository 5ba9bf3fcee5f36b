import type { Tier } from './store.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** One level of detail: how wide its rows are, how long they stay, how they lie on disk. */
export interface TierSpec {
  readonly tier: Tier;
  /** Time one row stands for; 0 = a sample as it came. */
  readonly widthMs: number;
  readonly keepMs: number;
  /** Time one partition holds; old data goes a partition at a time. */
  readonly partitionMs: number;
}

export const tierSpecs: Readonly<Record<Tier, TierSpec>> = {
  raw: { tier: 'raw', widthMs: 0, keepMs: 2 * dayMs, partitionMs: dayMs },
  '10s': { tier: '10s', widthMs: 10 * secondMs, keepMs: 14 * dayMs, partitionMs: dayMs },
  '1m': { tier: '1m', widthMs: minuteMs, keepMs: 400 * dayMs, partitionMs: 16 * dayMs },
  '1h': { tier: '1h', widthMs: hourMs, keepMs: 3_650 * dayMs, partitionMs: 256 * dayMs },
};

/** Finest first. */
export const tierOrder: readonly Tier[] = ['raw', '10s', '1m', '1h'];
export const rollupTiers = ['10s', '1m', '1h'] as const satisfies readonly Tier[];
export type RollupTier = (typeof rollupTiers)[number];

/** How a rollup is made: from which tier, and how much time is built or built again at once. */
export interface RollupSpec {
  readonly from: Tier;
  readonly windowMs: number;
}

export const rollupSpecs: Readonly<Record<RollupTier, RollupSpec>> = {
  '10s': { from: 'raw', windowMs: minuteMs },
  '1m': { from: '10s', windowMs: 10 * minuteMs },
  '1h': { from: '1m', windowMs: hourMs },
};

/** The rollup built from a tier; null after the last. */
export const coarserTier: Readonly<Record<Tier, RollupTier | null>> = {
  raw: '10s',
  '10s': '1m',
  '1m': '1h',
  '1h': null,
};
