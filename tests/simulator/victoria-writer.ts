import { writeSync } from 'node:fs';
import { openVictoriaStore } from '#lib/store/victoriametrics/open-victoria-store.ts';
import { numberedBatch } from './numbered-batches.ts';

/**
 * A process to be killed, as `store-writer.ts`, over a VictoriaMetrics at an address: prints
 * `source sequence` for each batch that was acknowledged.
 */
const [url = '', directory = '', ...sources] = process.argv.slice(2);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const store = await openVictoriaStore({
  config: { insertUrl: url, selectUrl: url, isCluster: false, credentials: { kind: 'none' } },
  directory,
  clock: Date.now,
  log,
});
const watermarks = await store.batchWatermarks();

await Promise.all(sources.map(write));

async function write(source: string): Promise<never> {
  for (let sequence = Number(watermarks.get(source) ?? -1n) + 1; ; sequence += 1) {
    const batch = { source, sequence: BigInt(sequence) };
    await store.write({ tables: numberedBatch(source, sequence), batch });
    writeSync(1, `${source} ${String(sequence)}\n`);
  }
}
