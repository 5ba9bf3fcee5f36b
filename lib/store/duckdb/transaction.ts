import type { DuckDBConnection } from '@duckdb/node-api';

/** Runs `work` in a transaction; what it throws undoes all of it. */
export async function inTransaction<T>(
  connection: DuckDBConnection,
  work: () => Promise<T>,
): Promise<T> {
  await connection.run('BEGIN TRANSACTION');
  try {
    const result = await work();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    // A failed COMMIT has already ended the transaction; there is nothing left to undo then.
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
