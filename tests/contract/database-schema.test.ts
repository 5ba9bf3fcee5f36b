import { PGlite } from '@electric-sql/pglite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '#lib/db/migrate.ts';
import { readMigrations } from '#lib/db/migration-files.ts';
import { pgliteSession } from '#lib/db/pglite.ts';
import { schemaDifference, unappliedHistory } from '#scripts/schema-difference.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('prisma/migrations', () => {
  let database: PGlite;

  beforeEach(async () => {
    database = await PGlite.create();
    await migrate(pgliteSession(database), readMigrations(), log);
  });

  afterEach(() => database.close());

  it('make exactly the tables of prisma/schema.prisma', async () => {
    expect(await schemaDifference(database)).toBeNull();
  });

  it('would be seen to lack a column', async () => {
    await database.exec('alter table site drop column currency');
    expect(await schemaDifference(database)).toMatch(/ALTER TABLE "site" ADD COLUMN +"currency"/);
  });

  it("are recorded so that Prisma's own tools find nothing to do", async () => {
    expect(await unappliedHistory(database, readMigrations())).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
  });
});
