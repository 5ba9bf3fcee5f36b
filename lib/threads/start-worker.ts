import { Worker, type ResourceLimits, type Transferable } from 'node:worker_threads';

/**
 * Starts a TypeScript module in a worker thread.
 *
 * @param module address of the module, `new URL('./x.ts', import.meta.url)`
 * @param data handed over as `workerData.data`
 * @param resourceLimits heap at which the thread ends with `ERR_WORKER_OUT_OF_MEMORY`
 */
export function startWorker(
  module: URL,
  data: unknown,
  transferList: Transferable[] = [],
  resourceLimits: ResourceLimits = {},
): Worker {
  return new Worker(new URL('./entry.mjs', import.meta.url), {
    workerData: { module: module.href, data },
    transferList,
    resourceLimits,
  });
}
