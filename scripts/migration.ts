// Writes the next migration: what separates the history in prisma/migrations from schema.prisma.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { migrate } from '#lib/db/migrate.ts';
import { migrationsDirectory, readMigrations } from '#lib/db/migration-files.ts';
import { pgliteSession } from '#lib/db/pglite.ts';
import { schemaDifference } from './schema-difference.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function author(name: string): Promise<string> {
  const database = await PGlite.create();
  try {
    await migrate(pgliteSession(database), readMigrations(), quiet);
    const script = await schemaDifference(database);
    if (script === null) return 'prisma/schema.prisma holds nothing new';
    const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const folder = path.join(migrationsDirectory(), `${timestamp}_${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'migration.sql'), script);
    return `wrote ${path.relative(process.cwd(), folder)}/migration.sql: read it before committing`;
  } finally {
    await database.close();
  }
}

const name = process.argv[2] ?? '';
if (/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.log(await author(name));
} else {
  console.error('npm run migration -- NAME: a name in snake_case says what the migration does');
  process.exitCode = 2;
}
