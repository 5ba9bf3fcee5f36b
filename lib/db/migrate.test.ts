import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import type { Migration } from './migration-files.ts';
import { pgliteSession } from './pglite.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const first: Migration = { name: '1_first', script: 'create table a (x int)', checksum: 'one' };

describe('migrate', () => {
  let engine: PGlite;

  beforeAll(async () => {
    engine = await PGlite.create();
  });

  afterAll(() => engine.close());

  it('leaves nothing of a migration that failed, and can go on once it is mended', async () => {
    const session = pgliteSession(engine);
    const script = 'create table b (x int); insert into missing values (1)';
    const broken: Migration = { name: '2_second', script, checksum: 'two' };
    await expect(migrate(session, [first, broken], log)).rejects.toThrow(
      /^apply migration 2_second: .*"missing" does not exist/,
    );
    expect(await tables(engine)).toEqual(['_prisma_migrations', 'a']);

    await migrate(session, [first, { ...broken, script: 'create table b (x int)' }], log);
    expect(await tables(engine)).toEqual(['_prisma_migrations', 'a', 'b']);
  });

  it('stops before a migration that a tool began and never finished', async () => {
    await engine.exec("update _prisma_migrations set finished_at = null where checksum = 'two'");
    const migrating = migrate(pgliteSession(engine), [first], log);
    await expect(migrating).rejects.toThrow('migration 2_second was begun but never finished');
  });
});

async function tables(engine: PGlite): Promise<string[]> {
  const result = await engine.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  return result.rows.map((row) => row.name);
}
