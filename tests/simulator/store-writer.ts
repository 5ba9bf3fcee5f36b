import { writeSync } from 'node:fs';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import { numberedBatch, numberedStartMs } from './numbered-batches.ts';

/**
 * A process to be killed: goes on writing numbered batches of several sources at once and prints
 * `source sequence` for each that was acknowledged.
 */
const [directory = '', ...sources] = process.argv.slice(2);
const store = await openDuckDbStore({ directory });
const watermarks = await store.batchWatermarks();

await Promise.all([...sources.map(write), maintain()]);

async function write(source: string): Promise<never> {
  for (let sequence = Number(watermarks.get(source) ?? -1n) + 1; ; sequence += 1) {
    const batch = { source, sequence: BigInt(sequence) };
    await store.write({ tables: numberedBatch(source, sequence), batch });
    writeSync(1, `${source} ${String(sequence)}\n`);
  }
}

async function maintain(): Promise<never> {
  for (;;) await store.maintain(numberedStartMs + 86_400_000);
}
