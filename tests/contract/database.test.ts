import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#lib/db/database.ts';
import { readMigrations } from '#lib/db/migration-files.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { isForeignKeyViolation, isMissingRecord, isUniqueViolation } from '#lib/db/query-error.ts';
import { findPostgres, startPostgres, type PostgresServer } from '#tests/simulator/postgres.ts';

/** Where one test's database lives; opening it twice finds the same rows. */
interface Place {
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
}

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const folders: string[] = [];
let server: PostgresServer | undefined;

function freshFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'isotherm-database-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  await server?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('embedded database', () => {
  // Making one from nothing takes more than a second, so it is made once and copied.
  const made = freshFolder();

  beforeAll(async () => {
    const database = await openDatabase({ databaseUrl: null, dataDirectory: made, log });
    await database.close();
  });

  holdToContract('pglite', () => {
    const dataDirectory = freshFolder();
    cpSync(made, dataDirectory, { recursive: true });
    return Promise.resolve({ databaseUrl: null, dataDirectory });
  });
});

// Where PostgreSQL is missing, a person's machine skips this and says so; CI fails.
describe.skipIf(findPostgres() === null && process.env['CI'] !== 'true')('PostgreSQL', () => {
  beforeAll(async () => {
    server = await startPostgres();
  });

  async function freshDatabase(): Promise<Place> {
    if (!server) throw new Error('the server was not started');
    return { databaseUrl: await server.createDatabase(), dataDirectory: os.tmpdir() };
  }

  holdToContract('postgresql', freshDatabase);

  it('is migrated once when two servers start together', async () => {
    const place = await freshDatabase();
    const both = await Promise.all([
      openDatabase({ ...place, log }),
      openDatabase({ ...place, log }),
    ]);
    expect(await appliedMigrations(both[0])).toEqual(readMigrations().map(({ name }) => name));
    await Promise.all(both.map((database) => database.close()));
  });

  it('says which server it could not reach, without the password', async () => {
    const databaseUrl = 'postgresql://someone:secret-word@127.0.0.1:9/nothing';
    const opening = openDatabase({ databaseUrl, dataDirectory: os.tmpdir(), log });
    await expect(opening).rejects.toThrow(
      /^open the database at 127\.0\.0\.1:9\/nothing: .*REFUSED/,
    );
    await expect(opening).rejects.not.toThrow(/secret-word/);
  });
});

/** What both databases promise to everything above them. */
function holdToContract(kind: Database['kind'], makePlace: () => Promise<Place>): void {
  let place: Place;
  let database: Database;

  beforeEach(async () => {
    place = await makePlace();
    database = await openDatabase({ ...place, log });
  });

  afterEach(() => database.close());

  async function reopen(): Promise<void> {
    await database.close();
    database = await openDatabase({ ...place, log });
  }

  it('says what it is and may be closed twice', async () => {
    expect(database.kind).toBe(kind);
    await database.close();
    await database.close();
  });

  it('keeps rows over a restart and applies each migration once', async () => {
    await database.prisma.site.create({ data: { name: 'North' } });
    await reopen();
    expect(await database.prisma.site.findMany()).toMatchObject([
      { name: 'North', timeZone: 'UTC', energyPricePerKwh: null, currency: 'EUR' },
    ]);
    expect(await appliedMigrations(database)).toEqual(readMigrations().map(({ name }) => name));
  });

  it('refuses tables of a newer version', async () => {
    await database.prisma.$executeRaw`
      insert into _prisma_migrations (id, checksum, migration_name, finished_at)
      values ('1', 'x', '99990101000000_from_the_future', now())`;
    await expect(reopen()).rejects.toThrow(
      /holds migration 99990101000000_from_the_future, which this version does not know/,
    );
  });

  it('refuses a history that was rewritten', async () => {
    await database.prisma.$executeRaw`update _prisma_migrations set checksum = 'other'`;
    await expect(reopen()).rejects.toThrow(/was changed after it had been applied/);
  });

  it('tells broken constraints apart', async () => {
    const { prisma } = database;
    await prisma.site.create({ data: { name: 'North' } });
    const again = prisma.site.create({ data: { name: 'North' } });
    await expect(again).rejects.toSatisfy(isUniqueViolation);
    const adrift = prisma.placement.create({ data: { host: 'h', rackId: 'nowhere' } });
    await expect(adrift).rejects.toSatisfy(isForeignKeyViolation);
    const nobody = prisma.user.update({ where: { id: 'nobody' }, data: { name: 'x' } });
    await expect(nobody).rejects.toSatisfy(isMissingRecord);
  });

  it('undoes a transaction that failed', async () => {
    const attempt = database.prisma.$transaction(async (tx) => {
      await tx.site.create({ data: { name: 'North' } });
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await database.prisma.site.count()).toBe(0);
  });

  it('returns values as they were given', async () => {
    const at = new Date('2026-03-29T01:30:00.123Z');
    const detail = { text: 'Ümläut 🛰', list: [1, null, 'x'], nested: { yes: true } };
    const actor = { actorKind: 'user', actorId: '1', actorName: 'a' };
    await database.prisma.auditEntry.create({
      data: { at, ...actor, action: 'x', subject: 'y', detail },
    });
    expect(await database.prisma.auditEntry.findMany()).toMatchObject([{ id: 1n, at, detail }]);
    const scopes = ['write', 'read'];
    await database.prisma.accessToken.create({
      data: { name: 'n', prefix: 'p', sha256: 's', scopes, createdBy: 'c', expiresAt: at },
    });
    expect(await database.prisma.accessToken.findMany({ where: { expiresAt: at } })).toMatchObject([
      { scopes, expiresAt: at, revokedAt: null },
    ]);
  });

  it('lets nobody rewrite the audit log', async () => {
    const { prisma } = database;
    const actor = { actorKind: 'user', actorId: '1', actorName: 'a' };
    await prisma.auditEntry.create({ data: { ...actor, action: 'x', subject: 'y', detail: {} } });
    await expect(prisma.auditEntry.deleteMany()).rejects.toThrow(/only ever added/);
    await expect(prisma.auditEntry.updateMany({ data: { action: 'z' } })).rejects.toThrow();
    expect(await prisma.auditEntry.findMany()).toMatchObject([{ action: 'x' }]);
  });
}

async function appliedMigrations(database: Database): Promise<string[]> {
  const rows = await database.prisma.$queryRaw<{ migration_name: string }[]>`
    select migration_name from _prisma_migrations where finished_at is not null order by 1`;
  return rows.map((row) => row.migration_name);
}
