import type { Tier } from '../store.ts';
import { tierOrder, tierSpecs } from '../tier.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { windowStartNs } from '../rollup-window.ts';
import { coarserTier } from '../tier.ts';
import type { RollupState } from '../tier-plan.ts';
import type { InfluxClient } from './influx-client.ts';
import { policyOf, rawPolicy } from './layout.ts';

/** A stretch of time of one tier as InfluxDB keeps it; dropping it whole is cheap. */
export interface Shard {
  readonly id: number;
  readonly tier: Tier;
  readonly startMs: number;
  readonly endMs: number;
}

export async function listShards(
  client: InfluxClient,
  samplePolicy: string,
  signal: AbortSignal,
): Promise<Shard[]> {
  const [databases = []] = await client.query('SHOW SHARDS', 'ms', signal);
  const rows = databases.find(({ name }) => name === client.database)?.values ?? [];
  return rows.flatMap((row) => {
    const tier = tierOrder.find((one) => (policyOf(one) ?? samplePolicy) === row[2]);
    if (!tier) return [];
    const [startMs, endMs] = [Date.parse(String(row[4])), Date.parse(String(row[5]))];
    return [{ id: Number(row[0]), tier, startMs, endMs }];
  });
}

/**
 * Shards that have outlived their tier, that the next tier has taken in, and after all finer ones.
 * None where the samples lie in a policy that somebody else made: their keeping is not ours.
 */
export function expiredShards(
  shards: readonly Shard[],
  state: RollupState,
  samplePolicy: string,
  nowMs: number,
): Shard[] {
  if (samplePolicy !== rawPolicy) return [];
  return shards.filter((shard) => {
    const finer = tierOrder.slice(0, tierOrder.indexOf(shard.tier));
    return (
      shard.endMs <= nowMs - tierSpecs[shard.tier].keepMs &&
      shard.endMs <= rolledUpUntilMs(state, shard.tier) &&
      !shards.some((other) => finer.includes(other.tier) && other.startMs < shard.endMs)
    );
  });
}

function rolledUpUntilMs(state: RollupState, tier: Tier): number {
  const coarser = coarserTier[tier];
  let oldest = Number.POSITIVE_INFINITY;
  if (!coarser) return oldest;
  for (const window of state.stale[coarser]) oldest = Math.min(oldest, window);
  if (!Number.isFinite(oldest)) return oldest;
  return Number(windowStartNs(coarser, oldest) / millisecondNs);
}
