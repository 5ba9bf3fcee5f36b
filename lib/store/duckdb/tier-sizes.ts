import type { DuckDBConnection } from '@duckdb/node-api';
import type { TierSize } from '../store.ts';
import { tierOrder, tierSpecs } from '../tier.ts';
import type { Catalog } from './catalog.ts';
import { millisecondNs } from '../nanoseconds.ts';

/** Rows of each tier; bytes are unknown, because all of them share one file. */
export async function tierSizes(
  connection: DuckDBConnection,
  catalog: Catalog,
): Promise<TierSize[]> {
  const sizes: TierSize[] = [];
  for (const tier of tierOrder) {
    const partitions = [...catalog.measurements.values()].flatMap((entry) => [
      ...entry.partitions[tier].values(),
    ]);
    const parts = partitions.map(
      ({ table }) => `SELECT count(*) AS n, min(ts) AS oldest FROM ${table}`,
    );
    const empty = `SELECT 0 AS n, NULL::BIGINT AS oldest`;
    const reader = await connection.runAndReadAll(
      `SELECT sum(n)::BIGINT, min(oldest) FROM (${[empty, ...parts].join(' UNION ALL ')})`,
    );
    const [rows, oldestNs] = reader.getRows()[0] ?? [];
    sizes.push({
      tier,
      rows: Number(rows ?? 0),
      bytes: null,
      oldestMs: typeof oldestNs === 'bigint' ? Number(oldestNs / millisecondNs) : null,
      keepSeconds: tierSpecs[tier].keepMs / 1_000,
    });
  }
  return sizes;
}
