import { randomUUID } from 'node:crypto';
import type { Log } from '#lib/services.ts';
import type { Migration } from './migration-files.ts';

/** One connection to PostgreSQL, whichever way it runs. */
export interface SqlSession {
  /** Runs statements separated by semicolons. */
  execute(script: string): Promise<void>;
  query(sql: string, values: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

/** The advisory lock that `prisma migrate deploy` takes as well. */
const lockKey = 72_707_369;

/** Prisma's own table, so that its tools agree about what has been applied. */
const historyTable = `create table if not exists _prisma_migrations (
  id                  varchar(36) primary key not null,
  checksum            varchar(64) not null,
  finished_at         timestamptz,
  migration_name      varchar(255) not null,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/**
 * Applies the migrations that the database lacks, each in a transaction of its own, while holding
 * a lock against a second server that starts at the same time.
 *
 * @throws Error when the recorded history is not a beginning of `migrations`.
 */
export async function migrate(
  session: SqlSession,
  migrations: readonly Migration[],
  log: Log,
): Promise<void> {
  await session.query('select pg_advisory_lock($1)', [lockKey]);
  try {
    await session.execute(historyTable);
    const applied = await readHistory(session);
    checkHistory(applied, migrations);
    for (const migration of migrations.slice(applied.length)) {
      await apply(session, migration);
      log.info({ migration: migration.name }, 'database migrated');
    }
  } finally {
    await session.query('select pg_advisory_unlock($1)', [lockKey]);
  }
}

interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly isFinished: boolean;
}

async function readHistory(session: SqlSession): Promise<AppliedMigration[]> {
  const rows = await session.query(
    `select migration_name, checksum, finished_at is not null as is_finished
       from _prisma_migrations where rolled_back_at is null order by migration_name`,
    [],
  );
  return rows.map((row) => ({
    name: String(row['migration_name']),
    checksum: String(row['checksum']),
    isFinished: row['is_finished'] === true,
  }));
}

function checkHistory(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
): void {
  for (const [index, entry] of applied.entries()) {
    const migration = migrations[index];
    if (!entry.isFinished) throw new Error(`migration ${entry.name} was begun but never finished`);
    if (migration?.name !== entry.name)
      throw new Error(`it holds migration ${entry.name}, which this version does not know`);
    if (migration.checksum !== entry.checksum)
      throw new Error(`migration ${entry.name} was changed after it had been applied`);
  }
}

async function apply(session: SqlSession, migration: Migration): Promise<void> {
  await session.execute('begin');
  try {
    await session.execute(migration.script);
    await session.query(
      `insert into _prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await session.execute('commit');
  } catch (error) {
    await session.execute('rollback');
    throw new Error(`apply migration ${migration.name}: ${String(error)}`, { cause: error });
  }
}
