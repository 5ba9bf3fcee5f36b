import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Opens or makes the file, and says in one sentence why it cannot. */
export async function openDatabaseFile(file: string): Promise<DuckDBInstance> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    return await DuckDBInstance.create(file, {
      threads: '2',
      memory_limit: '512MB',
      checkpoint_threshold: '16MB',
      // A column holds whole blocks in memory until a checkpoint, and rollups of GPUs have hundreds
      // of columns a tier. In smaller blocks than this DuckDB packs neither whole numbers nor decimals.
      default_block_size: '65536',
      storage_compatibility_version: 'v1.5.0',
      temp_directory: `${file}.tmp`,
      // The store runs only statements of its own; nothing in them reaches outside the file.
      enable_external_access: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
  } catch (error) {
    throw new Error(`open store ${file}: ${reason(error)}`, { cause: error });
  }
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const holder = /Conflicting lock is held in .*?\(PID (\d+)\)/.exec(text);
  if (holder)
    return `another process (pid ${holder[1] ?? 'unknown'}) has it open; stop that one first`;
  return text.split('\n')[0] ?? text;
}
