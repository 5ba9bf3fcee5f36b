import path from 'node:path';
import { buffersOf, SeriesSender } from '#lib/threads/series-port.ts';
import { startWorker } from '#lib/threads/start-worker.ts';
import { seriesOfGrid } from '../series-grid.ts';
import type { Store } from '../store.ts';
import type { WorkerOptions } from './messages.ts';
import { WorkerClient } from './worker-client.ts';

export interface DuckDbStoreOptions {
  /** Folder that holds `samples.duckdb`; made when absent. */
  readonly directory: string;
  /** Epoch milliseconds; what is too old to keep is known from the start where it is given. */
  readonly nowMs?: number;
}

/**
 * Opens the embedded store. Its file belongs to one process at a time, and in it to one thread.
 *
 * @throws Error naming the file when another process has it open or a newer release wrote it
 */
export async function openDuckDbStore({ directory, nowMs }: DuckDbStoreOptions): Promise<Store> {
  const options: WorkerOptions = {
    file: path.resolve(directory, 'samples.duckdb'),
    nowMs: nowMs ?? null,
  };
  const worker = startWorker(new URL('./worker.ts', import.meta.url), options);
  const client = await WorkerClient.open(worker);
  const sender = new SeriesSender();
  let closed: Promise<void> | null = null;
  return {
    kind: 'duckdb',
    follow: null,
    write: ({ tables, ...rest }) => {
      const packed = sender.pack(tables);
      return client.call('write', [{ tables: packed, ...rest }], undefined, buffersOf(packed));
    },
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
