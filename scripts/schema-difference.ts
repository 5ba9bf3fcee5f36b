import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { DiagnoseMigrationHistoryOutput, SchemaEngine } from '@prisma/schema-engine-wasm';
import * as loose from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { Migration } from '#lib/db/migration-files.ts';

/** Loaded once: the package keeps views of its instance's memory. */
const bindings = loadBindings();
const noFilters = { externalTables: [], externalEnums: [] };

/**
 * SQL that brings the tables of `database` to prisma/schema.prisma; null when they agree. Prisma's
 * schema engine runs as WebAssembly: the native one is a download.
 */
export async function schemaDifference(database: PGlite): Promise<string | null> {
  const content = readSchema();
  const files = [{ path: 'schema.prisma', content }];
  const engine = await openSchemaEngine(database, content);
  try {
    const difference = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '/' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: noFilters,
    });
    return difference.exitCode === 0 ? null : difference.stdout;
  } finally {
    engine.free();
  }
}

/** How Prisma's engine compares the history recorded in `database` with the migrations given. */
export async function unappliedHistory(
  database: PGlite,
  migrations: readonly Migration[],
): Promise<DiagnoseMigrationHistoryOutput> {
  const engine = await openSchemaEngine(database, readSchema());
  try {
    return await engine.diagnoseMigrationHistory({
      migrationsList: {
        baseDir: '/',
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, script }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
        })),
      },
      optInToShadowDatabase: false,
      filters: noFilters,
    });
  } finally {
    engine.free();
  }
}

function readSchema(): string {
  return readFileSync(new URL('../prisma/schema.prisma', import.meta.url), 'utf8');
}

function openSchemaEngine(database: PGlite, schema: string): Promise<SchemaEngine> {
  // The adapter was built against an older copy of the same interface.
  const adapter = new PrismaPGlite(database) as unknown as Parameters<
    typeof bindMigrationAwareSqlAdapterFactory
  >[0];
  return bindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

interface Bindings {
  readonly SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/** The package imports its .wasm file as a module, which Node 20 cannot: this does it by hand. */
function loadBindings(): Bindings {
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/\.js$/, '_bg.wasm');
  const loaded = loose as unknown as Bindings;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), {
    './schema_engine_bg.js': loose as unknown as WebAssembly.ModuleImports,
  });
  loaded.__wbg_set_wasm(instance.exports);
  (instance.exports as unknown as { __wbindgen_start(): void }).__wbindgen_start();
  return loaded;
}
