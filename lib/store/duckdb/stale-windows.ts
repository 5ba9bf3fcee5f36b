import type { DuckDBConnection } from '@duckdb/node-api';
import type { RollupTier } from '../tier.ts';
import type { MeasurementEntry } from './catalog.ts';

/**
 * Writes down which windows no longer agree with their source, in the transaction that changes the
 * source. Answers those that were not known to be stale; the caller remembers them after COMMIT.
 */
export async function storeStaleWindows(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  tier: RollupTier,
  windows: Iterable<number>,
): Promise<number[]> {
  const fresh = [...windows].filter((window) => !entry.stale[tier].has(window));
  if (fresh.length === 0) return fresh;
  const rows = fresh.map((window) => `(${String(entry.id)}, '${tier}', ${String(window)})`);
  await connection.run(`INSERT INTO stale_windows VALUES ${rows.join(', ')}`);
  return fresh;
}
