import type { DuckDBConnection } from '@duckdb/node-api';
import { parsePartitionTable } from './partition.ts';
import { windowNs } from '../rollup-window.ts';
import { inTransaction } from './transaction.ts';

type Migration = (connection: DuckDBConnection) => Promise<void>;

/**
 * Each takes a file from the version of its index to the next. Partitions are not made here: the
 * writer makes them as measurements arrive.
 */
const migrations: readonly Migration[] = [makeNames, makeRollupState, keepSums];

export const schemaVersion = migrations.length;

/**
 * Makes a new file's tables, or brings an older file up to `schemaVersion`.
 *
 * @throws Error when the file was written by a newer release
 */
export async function upgradeSchema(connection: DuckDBConnection, file: string): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)`);
  const found = await storedVersion(connection);
  if (found > schemaVersion) {
    throw new Error(
      `open store ${file}: it has schema version ${String(found)}, written by a newer release; this one knows up to version ${String(schemaVersion)}`,
    );
  }
  for (const [index, migrate] of migrations.entries()) {
    if (index < found) continue;
    await inTransaction(connection, async () => {
      await migrate(connection);
      await connection.run(`DELETE FROM schema_version`);
      await connection.run(`INSERT INTO schema_version VALUES ($1)`, [index + 1]);
    });
  }
}

async function storedVersion(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT max(version) FROM schema_version`);
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

async function makeNames(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE TABLE measurements (id INTEGER NOT NULL, name VARCHAR NOT NULL)`);
  await connection.run(
    `CREATE TABLE fields (id INTEGER NOT NULL, measurement INTEGER NOT NULL, name VARCHAR NOT NULL, type VARCHAR NOT NULL)`,
  );
  await connection.run(
    `CREATE TABLE series (id INTEGER NOT NULL, measurement INTEGER NOT NULL, key VARCHAR NOT NULL)`,
  );
  await connection.run(`CREATE TABLE batches (source VARCHAR NOT NULL, sequence UBIGINT NOT NULL)`);
}

/** Rollups did not exist before: all samples stored so far are still to be rolled up. */
async function makeRollupState(connection: DuckDBConnection): Promise<void> {
  await connection.run(`ALTER TABLE fields ADD COLUMN counter BOOLEAN DEFAULT false`);
  await connection.run(
    `UPDATE fields SET counter = type IN ('integer', 'unsigned') OR (type = 'float' AND suffix(name, '_total'))`,
  );
  await connection.run(
    `CREATE TABLE stale_windows (measurement INTEGER NOT NULL, tier VARCHAR NOT NULL, place BIGINT NOT NULL)`,
  );
  await connection.run(
    `CREATE TABLE dropped_until (measurement INTEGER NOT NULL, tier VARCHAR NOT NULL, until_ns BIGINT NOT NULL)`,
  );
  const tables = await connection.runAndReadAll(`SELECT table_name FROM duckdb_tables()`);
  for (const [table] of tables.getRows()) {
    const partition = parsePartitionTable(String(table));
    if (partition?.tier !== 'raw') continue;
    await connection.run(
      `INSERT INTO stale_windows SELECT DISTINCT $1, '10s', floor(ts / $2::DOUBLE)::BIGINT FROM ${String(table)}`,
      [partition.measurementId, Number(windowNs('10s'))],
    );
  }
}

/** Rollups of this version keep sums, in tables that say so by their columns: older rows stay. */
function keepSums(): Promise<void> {
  return Promise.resolve();
}
