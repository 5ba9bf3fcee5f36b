import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Log } from '#lib/services.ts';
import type { Database } from './database.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate, type SqlSession } from './migrate.ts';
import { readMigrations } from './migration-files.ts';

const connectTimeoutMs = 10_000;
/** A query that takes longer than this is a fault, not a slow page. */
const statementTimeoutMs = 30_000;
const connections = 10;

/** A PostgreSQL server that others may use as well. */
export async function openPostgresql(databaseUrl: string, log: Log): Promise<Database> {
  await migrateServer(databaseUrl, log);
  const onError = (error: Error) => log.warn({ error: error.message }, 'database connection lost');
  const adapter = new PrismaPg(
    {
      connectionString: databaseUrl,
      max: connections,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
    },
    { onPoolError: onError, onConnectionError: onError },
  );
  const prisma = new PrismaClient({ adapter });
  return { kind: 'postgresql', prisma, close: () => prisma.$disconnect() };
}

async function migrateServer(databaseUrl: string, log: Log): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  // Without a listener a broken connection would end the process; the query in flight rejects too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await migrate(postgresqlSession(client), readMigrations(), log);
  } catch (error) {
    throw new Error(`open the database at ${withoutSecrets(databaseUrl)}: ${describe(error)}`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

function postgresqlSession(client: pg.Client): SqlSession {
  return {
    execute: async (script) => {
      await client.query(script);
    },
    query: async (sql, values) =>
      (await client.query<Record<string, unknown>>(sql, [...values])).rows,
  };
}

function withoutSecrets(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  return `${url.host}${url.pathname}`;
}

/** A host with several addresses fails with an AggregateError whose own message is empty. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join('; ');
  return error instanceof Error ? error.message : String(error);
}
