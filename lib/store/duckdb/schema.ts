import type { DuckDBConnection } from '@duckdb/node-api';
import { inTransaction } from './transaction.ts';

/**
 * Each entry takes the file from its index + 1 to the next version. Partitions are not listed here:
 * the catalogue makes them as measurements arrive.
 */
const migrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE measurements (id INTEGER NOT NULL, name VARCHAR NOT NULL)`,
    `CREATE TABLE fields (id INTEGER NOT NULL, measurement INTEGER NOT NULL, name VARCHAR NOT NULL, type VARCHAR NOT NULL)`,
    `CREATE TABLE series (id INTEGER NOT NULL, measurement INTEGER NOT NULL, key VARCHAR NOT NULL)`,
    `CREATE TABLE batches (source VARCHAR NOT NULL, sequence UBIGINT NOT NULL)`,
  ],
];

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
  for (let version = found; version < schemaVersion; version += 1) {
    await inTransaction(connection, async () => {
      for (const statement of migrations[version] ?? []) await connection.run(statement);
      await connection.run(`DELETE FROM schema_version`);
      await connection.run(`INSERT INTO schema_version VALUES (${String(version + 1)})`);
    });
  }
}

async function storedVersion(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT max(version) FROM schema_version`);
  return Number(reader.getRows()[0]?.[0] ?? 0);
}
