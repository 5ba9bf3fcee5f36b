import path from 'node:path';
import { startWorker } from '#lib/threads/start-worker.ts';
import { seriesOfGrid } from '../series-grid.ts';
import type { Store } from '../store.ts';
import type { WorkerOptions } from './messages.ts';
import { WorkerClient } from './worker-client.ts';

export interface DuckDbStoreOptions {
  /** Folder that holds `samples.duckdb`; made when absent. */
  readonly directory: string;
}

/**
 * Opens the embedded store. Its file belongs to one process at a time, and in it to one thread.
 *
 * @throws Error naming the file when another process has it open or a newer release wrote it
 */
export async function openDuckDbStore({ directory }: DuckDbStoreOptions): Promise<Store> {
  const options: WorkerOptions = { file: path.resolve(directory, 'samples.duckdb') };
  const worker = startWorker(new URL('./worker.ts', import.meta.url), options);
  const client = await WorkerClient.open(worker);
  let closed: Promise<void> | null = null;
  return {
    kind: 'duckdb',
    follow: null,
    write: (request) => client.call('write', [request]),
    latest: (query, signal) => client.call('latest', [query], signal),
    points: (query, signal) => client.call('points', [query], signal),
    series: async (query, signal) => seriesOfGrid(await client.call('grid', [query], signal)),
    grid: (query, signal) => client.call('grid', [query], signal),
    top: (query, signal) => client.call('top', [query], signal),
    quantiles: (query, signal) => client.call('quantiles', [query], signal),
    measurements: (signal) => client.call('measurements', [], signal),
    listSeries: (measurement, signal) => client.call('listSeries', [measurement], signal),
    batchWatermarks: () => client.call('batchWatermarks', []),
    maintain: (nowMs) => client.call('maintain', [nowMs]),
    tiers: (signal) => client.call('tiers', [], signal),
    close: () => (closed ??= client.call('close', [])),
  };
}
