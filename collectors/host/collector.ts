import path from 'node:path';
import type { FieldValue } from '#lib/model/sample.ts';
import {
  defineCollector,
  type Collector,
  type CollectorContext,
  type SampleSink,
} from '../collector.ts';
import { present } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';
import { configSchema, type HostConfig } from './config.ts';
import { DiskReader } from './disks.ts';
import { EnergyReader } from './energy.ts';
import { LoadReader } from './load.ts';
import { MemoryReader } from './memory.ts';
import { metrics } from './metrics.ts';
import { PressureReader } from './pressure.ts';
import { ProcessorReader } from './processors.ts';

export const hostCollector = defineCollector({
  name: 'host',
  metrics,
  configSchema,
  create: createHostCollector,
});

function createHostCollector(config: HostConfig, context: CollectorContext): Collector {
  const { host, rootfs, monotonicMs } = context;
  const readers = [
    new ProcessorReader(rootfs),
    new LoadReader(rootfs),
    new MemoryReader(rootfs),
    new PressureReader(rootfs),
    new EnergyReader(rootfs),
  ];
  const disks = new DiskReader(rootfs, config.disks, monotonicMs);
  return {
    name: 'host',
    intervalMs: config.intervalMs,
    metrics,
    probe: () => Promise.resolve(probe(rootfs)),
    gather: (sink: SampleSink, signal: AbortSignal) => {
      if (signal.aborted) return Promise.resolve();
      const fields: Record<string, FieldValue | undefined> = {};
      for (const reader of readers) Object.assign(fields, reader.read());
      sink.point('host', { host }, present(fields));
      for (const { disk, fields } of disks.read()) {
        sink.point('host_disk', { host, disk }, present(fields));
      }
      return Promise.resolve();
    },
    close: () => {
      for (const reader of [...readers, disks]) reader.close();
      return Promise.resolve();
    },
  };
}

function probe(rootfs: string) {
  const stat = new KernelFile(path.join(rootfs, 'proc/stat'));
  const text = stat.read();
  stat.close();
  if (text !== null) return { supported: true } as const;
  return { supported: false, reason: `read ${stat.path}: ${stat.failure ?? 'empty'}` } as const;
}
