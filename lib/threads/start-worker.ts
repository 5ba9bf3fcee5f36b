import { Worker, type Transferable } from 'node:worker_threads';

/**
 * Starts a TypeScript module in a worker thread.
 *
 * @param module address of the module, `new URL('./x.ts', import.meta.url)`
 * @param data handed over as `workerData.data`
 */
export function startWorker(module: URL, data: unknown, transferList: Transferable[] = []): Worker {
  return new Worker(new URL('./entry.mjs', import.meta.url), {
    workerData: { module: module.href, data },
    transferList,
  });
}
