import path from 'node:path';
import { defineCollector, type Collector, type CollectorContext } from '../collector.ts';
import { integer, present } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';
import { configSchema, type ExampleConfig } from './config.ts';
import { metrics } from './metrics.ts';

/** To be copied: see docs/adding-a-collector.md. It works, but registry.ts does not list it. */
export const exampleCollector = defineCollector({
  name: 'example',
  metrics,
  configSchema,
  create: createExampleCollector,
});

function createExampleCollector(config: ExampleConfig, context: CollectorContext): Collector {
  const { host, rootfs } = context;
  const fileNr = new KernelFile(path.join(rootfs, 'proc/sys/fs/file-nr'));
  return {
    name: 'example',
    intervalMs: config.intervalMs,
    metrics,
    probe: () => {
      if (fileNr.read() !== null) return Promise.resolve({ supported: true });
      const reason = `read ${fileNr.path}: ${fileNr.failure ?? 'empty'}`;
      return Promise.resolve({ supported: false, reason });
    },
    gather: (sink, signal) => {
      if (signal.aborted) return Promise.resolve();
      const fields = { open_files: integer(parseOpenFiles(fileNr.read())) };
      sink.point('example', { host }, present(fields));
      return Promise.resolve();
    },
    close: () => {
      fileNr.close();
      return Promise.resolve();
    },
  };
}

/** The first of three numbers (proc(5), /proc/sys/fs/file-nr); null is a gap. */
function parseOpenFiles(text: string | null): bigint | null {
  const first = text === null ? null : /^(\d+)\s/.exec(text)?.[1];
  return first ? BigInt(first) : null;
}
