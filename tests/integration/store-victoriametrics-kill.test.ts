import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import type { Store } from '#lib/store/store.ts';
import { openVictoriaStore } from '#lib/store/victoriametrics/open-victoria-store.ts';
import { numberedBatch } from '#tests/simulator/numbered-batches.ts';
import { startVictoriaCluster, type VictoriaCluster } from '#tests/simulator/victoria-cluster.ts';
import { startVictoria, type VictoriaServer } from '#tests/simulator/victoriametrics.ts';
import { expectWholeBatches } from '#tests/simulator/whole-batches.ts';

const writer = fileURLToPath(new URL('../simulator/victoria-writer.ts', import.meta.url));
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const sources = ['agent-1', 'agent-2', 'agent-3'];

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of started.splice(0).reverse()) await server.stop();
});

it.each(['single server', 'cluster'])(
  'keeps every acknowledged batch through kills of a %s',
  async (kind) => {
    const server = await startVictoria();
    started.push(server);
    const cluster = kind === 'cluster' ? await startVictoriaCluster(server.url) : null;
    if (cluster) started.push(cluster);
    const store = await openStore(server, cluster);
    const acknowledged = new Map(sources.map((source) => [source, -1]));
    const stop = new AbortController();
    const writing = sources.map((source) => write(store, source, acknowledged, stop.signal));
    started.push({
      stop: async () => {
        stop.abort();
        await Promise.all(writing);
      },
    });
    for (let kill = 0; kill < 5; kill += 1) {
      const before = Math.max(...acknowledged.values());
      await vi.waitUntil(() => Math.max(...acknowledged.values()) > before, { timeout: 60_000 });
      // The moment is the point of the test: what was acknowledged last is not on its disk yet.
      await setTimeout(Math.random() * 1_500);
      await server.kill();
      await server.start();
    }
    stop.abort();
    await Promise.all(writing);
    await expectAll(store, acknowledged);
    await store.close();

    const reopened = await openStore(server, cluster);
    await expectAll(reopened, acknowledged);
    await reopened.close();
  },
  300_000,
);

it('keeps every acknowledged batch when both are killed at once', async () => {
  const server = await startVictoria();
  started.push(server);
  const acknowledged = new Map(sources.map((source) => [source, -1]));
  for (let kill = 0; kill < 4; kill += 1) await writeUntilBothAreKilled(server, acknowledged);

  const store = await openStore(server);
  const known = await store.batchWatermarks();
  for (const [source, sequence] of acknowledged) {
    expect(sequence).toBeGreaterThan(0);
    // What was not acknowledged may be there in part, until whoever sent it sends it again.
    const next = Number(known.get(source) ?? -1n) + 1;
    const batch = { source, sequence: BigInt(next) };
    await store.write({ tables: numberedBatch(source, next), batch });
  }
  await expectAll(store, acknowledged);
  await store.close();
}, 300_000);

function openStore(
  { url, folder }: VictoriaServer,
  cluster: VictoriaCluster | null = null,
): Promise<Store> {
  const { insertUrl, selectUrl } = cluster ?? { insertUrl: url, selectUrl: url };
  const isCluster = cluster !== null;
  return openVictoriaStore({
    config: { insertUrl, selectUrl, isCluster, credentials: { kind: 'none' } },
    directory: path.join(folder, 'journal'),
    clock: Date.now,
    log,
  });
}

/** Sends a batch until it is acknowledged, then the next one, as an agent does. */
async function write(
  store: Store,
  source: string,
  acknowledged: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  let sequence = 0;
  while (!signal.aborted) {
    const batch = { source, sequence: BigInt(sequence) };
    try {
      await store.write({ tables: numberedBatch(source, sequence), batch });
      acknowledged.set(source, sequence);
      sequence += 1;
    } catch {
      await setTimeout(20);
    }
  }
}

async function expectAll(store: Store, acknowledged: ReadonlyMap<string, number>): Promise<void> {
  await vi.waitFor(
    async () => {
      for (const [source, sequence] of acknowledged) {
        await expectWholeBatches(store, source, sequence);
      }
    },
    { timeout: 30_000, interval: 500 },
  );
}

async function writeUntilBothAreKilled(
  server: VictoriaServer,
  acknowledged: Map<string, number>,
): Promise<void> {
  const directory = path.join(server.folder, 'journal');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', writer, server.url, directory, ...sources],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = once(child, 'close');
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => {
    const [source = '', sequence] = line.split(' ');
    acknowledged.set(source, Number(sequence));
  });
  await Promise.race([once(lines, 'line'), ended]);
  await Promise.race([setTimeout(Math.random() * 1_500), ended]);
  expect(child.exitCode, 'the writer must not end by itself').toBeNull();
  child.kill('SIGKILL');
  await server.kill();
  await ended;
  await server.start();
}
