import type { TierSize } from '../store.ts';
import { tierOrder, tierSpecs } from '../tier.ts';
import type { InfluxClient } from './influx-client.ts';
import { isOwn, policyOf } from './layout.ts';
import { quoteName } from './influxql.ts';
import { listShards } from './shards.ts';

/** Rows of a tier: of each measurement, those of its most frequent field. */
export async function tierSizes(
  client: InfluxClient,
  samplePolicy: string | null,
  signal: AbortSignal,
): Promise<TierSize[]> {
  const shards = samplePolicy === null ? [] : await listShards(client, samplePolicy, signal);
  const sizes: TierSize[] = [];
  for (const tier of tierOrder) {
    const ofTier = shards.filter((shard) => shard.tier === tier);
    if (tier !== 'raw' && samplePolicy === null) continue;
    const starts = ofTier.map(({ startMs }) => startMs);
    sizes.push({
      tier,
      rows: await countRows(client, policyOf(tier), signal),
      bytes: null,
      oldestMs: starts.length === 0 ? null : Math.min(...starts),
      keepSeconds: tierSpecs[tier].keepMs / 1_000,
    });
  }
  return sizes;
}

async function countRows(
  client: InfluxClient,
  policy: string | null,
  signal: AbortSignal,
): Promise<number> {
  const from = policy === null ? '/.*/' : `${quoteName(policy)}./.*/`;
  const [series = []] = await client.query(`SELECT count(*) FROM ${from}`, 'ms', signal);
  return series
    .filter(({ name }) => !isOwn(name ?? ''))
    .map(({ values }) => Math.max(0, ...(values[0] ?? []).slice(1).map(Number)))
    .reduce((sum, rows) => sum + rows, 0);
}
