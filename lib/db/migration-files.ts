import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** One step of the database's history, as it lies in prisma/migrations. */
export interface Migration {
  /** Name of its folder, `<timestamp>_<what it does>`: names sort in the order of application. */
  readonly name: string;
  readonly script: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly checksum: string;
}

export function migrationsDirectory(): string {
  return fileURLToPath(new URL('../../prisma/migrations/', import.meta.url));
}

/** Every migration, oldest first. */
export function readMigrations(directory = migrationsDirectory()): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => existsSync(path.join(directory, name, 'migration.sql')))
    .sort()
    .map((name) => readMigration(directory, name));
}

function readMigration(directory: string, name: string): Migration {
  const bytes = readFileSync(path.join(directory, name, 'migration.sql'));
  return {
    name,
    script: bytes.toString('utf8'),
    checksum: createHash('sha256').update(bytes).digest('hex'),
  };
}
