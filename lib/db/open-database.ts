import path from 'node:path';
import type { Log } from '#lib/services.ts';
import type { Database } from './database.ts';
import { openPglite } from './pglite.ts';
import { openPostgresql } from './postgresql.ts';

export interface DatabaseOptions {
  /** Address of a PostgreSQL server; null = an embedded database in `dataDirectory`. */
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly log: Log;
}

/**
 * Opens the relational database and brings its tables up to this version.
 *
 * @throws Error in one sentence when it cannot be reached, belongs to a newer version, or when the
 * embedded one is open in another process.
 */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.databaseUrl === null
    ? openPglite(path.join(options.dataDirectory, 'pglite'), options.log)
    : openPostgresql(options.databaseUrl, options.log);
}
