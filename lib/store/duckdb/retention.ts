import type { DuckDBConnection } from '@duckdb/node-api';
import { keepMs } from '../keep.ts';
import { coarserTier, tierOrder } from '../tier.ts';
import type { Tier } from '../store.ts';
import type { Catalog, MeasurementEntry } from './catalog.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { partitionNs, periodStartNs, type Partition } from './partition.ts';
import { windowStartNs } from '../rollup-window.ts';
import { inTransaction } from './transaction.ts';

export interface Expired {
  readonly entry: MeasurementEntry;
  readonly partition: Partition;
}

/** Partitions that have outlived their tier and that the next one has taken in completely. */
export function expiredPartitions(catalog: Catalog, nowMs: number): Expired[] {
  return [...catalog.measurements.values()].flatMap((entry) =>
    tierOrder.flatMap((tier) => {
      const keptFromNs = BigInt(Math.floor(nowMs - keepMs(entry.name, tier))) * millisecondNs;
      const doneNs = rolledUpUntilNs(entry, tier);
      return [...entry.partitions[tier].values()]
        .filter((partition) => endNs(partition) <= keptFromNs)
        .filter((partition) => doneNs === null || endNs(partition) <= doneNs)
        .filter((partition) => !hasFinerRows(entry, partition))
        .map((partition) => ({ entry, partition }));
    }),
  );
}

export async function dropPartition(
  connection: DuckDBConnection,
  { entry, partition }: Expired,
): Promise<void> {
  const { tier, table, period } = partition;
  const untilNs =
    entry.droppedUntilNs[tier] > endNs(partition) ? entry.droppedUntilNs[tier] : endNs(partition);
  await inTransaction(connection, async () => {
    await connection.run(`DROP TABLE ${table}`);
    await storeDroppedUntil(connection, entry, tier, untilNs);
  });
  entry.partitions[tier].delete(period);
  entry.droppedUntilNs[tier] = untilNs;
}

/** Inside the caller's transaction. */
export async function storeDroppedUntil(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  tier: Tier,
  untilNs: bigint,
): Promise<void> {
  await connection.run(`DELETE FROM dropped_until WHERE measurement = $1 AND tier = $2`, [
    entry.id,
    tier,
  ]);
  await connection.run(`INSERT INTO dropped_until VALUES ($1, $2, $3)`, [entry.id, tier, untilNs]);
}

/** Before this time the next tier agrees with this one; null = everywhere. */
function rolledUpUntilNs(entry: MeasurementEntry, tier: Tier): bigint | null {
  const coarser = coarserTier[tier];
  if (!coarser || entry.stale[coarser].size === 0) return null;
  let oldest = Number.POSITIVE_INFINITY;
  for (const window of entry.stale[coarser]) oldest = Math.min(oldest, window);
  return windowStartNs(coarser, oldest);
}

/**
 * A tier goes after the finer ones: were their rows still there, a late sample would have all of
 * them rolled up once more and added to what the coarser tier already counts.
 */
function hasFinerRows(entry: MeasurementEntry, partition: Partition): boolean {
  return tierOrder
    .slice(0, tierOrder.indexOf(partition.tier))
    .some((finer) =>
      [...entry.partitions[finer].values()].some(
        ({ period }) => periodStartNs(finer, period) < endNs(partition),
      ),
    );
}

function endNs({ tier, period }: Partition): bigint {
  return periodStartNs(tier, period) + partitionNs(tier);
}
