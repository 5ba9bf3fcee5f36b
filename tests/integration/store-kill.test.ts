import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import { numberedStartMs } from '#tests/simulator/numbered-batches.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';
import { expectWholeBatches } from '#tests/simulator/whole-batches.ts';

const writer = fileURLToPath(new URL('../simulator/store-writer.ts', import.meta.url));
const sources = ['agent-1', 'agent-2', 'agent-3'];
const kills = 20;

const directory = temporaryDirectory('isotherm-kill-');
afterAll(() => rm(directory, { recursive: true }));

it(`keeps every acknowledged batch, whole and once, through ${String(kills)} kills`, async () => {
  const acknowledged = new Map(sources.map((source) => [source, -1]));
  for (let kill = 0; kill < kills; kill += 1) await writeUntilKilled(acknowledged);

  const store = await openDuckDbStore({ directory });
  try {
    for (const [source, sequence] of acknowledged) {
      expect(sequence).toBeGreaterThan(0);
      await expectWholeBatches(store, source, sequence);
    }
    await store.maintain(numberedStartMs + 86_400_000);
    for (const [source, sequence] of acknowledged) {
      await expectWholeBatches(store, source, sequence);
    }
  } finally {
    await store.close();
  }
}, 600_000);

/** Lets a writer acknowledge something, then kills it at a moment of chance. */
async function writeUntilKilled(acknowledged: Map<string, number>): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, directory, ...sources], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => {
    const [source = '', sequence] = line.split(' ');
    acknowledged.set(source, Number(sequence));
  });
  await Promise.race([once(lines, 'line'), ended]);
  // The moment is the point of the test: anywhere in a flush, a merge, a rollup or a checkpoint.
  await Promise.race([setTimeout(Math.random() * 1_500), ended]);
  expect(child.exitCode, 'the writer must not end by itself').toBeNull();
  child.kill('SIGKILL');
  await ended;
}
