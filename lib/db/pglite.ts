import { mkdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { Log } from '#lib/services.ts';
import type { Database } from './database.ts';
import { lockDirectory } from './directory-lock.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate, type SqlSession } from './migrate.ts';
import { readMigrations } from './migration-files.ts';

/** PostgreSQL compiled to WebAssembly, its files in `directory`, for one process at a time. */
export async function openPglite(directory: string, log: Log): Promise<Database> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(directory);
  try {
    const engine = await openEngine(directory, log);
    const prisma = new PrismaClient({ adapter: new PrismaPGlite(engine) });
    return {
      kind: 'pglite',
      prisma,
      close: async () => {
        if (engine.closed) return;
        await prisma.$disconnect();
        await engine.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw new Error(`open the database in ${directory}: ${describe(error)}`, { cause: error });
  }
}

/** Its tables are small, and what it has for a cache is resident: by default 128 MB of it. */
const sharedBuffers = '8MB';

async function openEngine(directory: string, log: Log): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${sharedBuffers}`];
  const engine = await PGlite.create(directory, { startParams });
  try {
    await migrate(pgliteSession(engine), readMigrations(), log);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The statements migrations need, on an engine that is already open. */
export function pgliteSession(engine: PGlite): SqlSession {
  return {
    execute: async (script) => {
      await engine.exec(script);
    },
    query: async (sql, values) =>
      (await engine.query<Record<string, unknown>>(sql, [...values])).rows,
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
