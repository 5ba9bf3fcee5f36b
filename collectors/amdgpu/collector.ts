import path from 'node:path';
import {
  defineCollector,
  type Collector,
  type CollectorContext,
  type SampleSink,
} from '../collector.ts';
import { KernelFile } from '../kernel-file.ts';
import { tagsOf, type Card } from './card.ts';
import { CardList } from './card-list.ts';
import { configSchema, type AmdgpuConfig } from './config.ts';
import { MemoryErrorWatch } from './memory-errors.ts';
import { metrics } from './metrics.ts';

export const amdgpuCollector = defineCollector({
  name: 'amdgpu',
  metrics,
  configSchema,
  create: createAmdgpuCollector,
});

const infoEveryMs = 60_000;

function createAmdgpuCollector(config: AmdgpuConfig, context: CollectorContext): Collector {
  const { host, rootfs, monotonicMs } = context;
  const list = new CardList(rootfs);
  const errors = new MemoryErrorWatch();
  const driver = new KernelFile(path.join(rootfs, 'sys/module/amdgpu/version'));
  const toldAtMs = new Map<string, number>();

  function gatherCard(sink: SampleSink, card: Card, index: number): void {
    const { uuid } = card.identity;
    if (card.isAsleep) return;
    const tags = tagsOf(card, host, index);
    const fields = card.read();
    if (Object.keys(fields).length === 0) {
      sink.fault(uuid, new Error('none of its files can be read'));
      return;
    }
    sink.point('gpu', tags, fields);
    const event = errors.note(uuid, fields.ecc_uncorrected_since_load_total);
    if (event) sink.point('gpu_event', { host, gpu: uuid, kind: 'ecc' }, event);
    const nowMs = monotonicMs();
    if (nowMs - (toldAtMs.get(uuid) ?? Number.NEGATIVE_INFINITY) < infoEveryMs) return;
    toldAtMs.set(uuid, nowMs);
    sink.point('gpu_info', tags, card.info(driver.readWord()));
  }

  return {
    name: 'amdgpu',
    intervalMs: config.intervalMs,
    metrics,
    probe: () => {
      const { cards, faults } = list.refresh();
      if (cards.length + faults.size > 0) return Promise.resolve({ supported: true });
      return Promise.resolve({ supported: false, reason: 'there is no GPU of AMD' });
    },
    gather: (sink, signal) => {
      if (signal.aborted) return Promise.resolve();
      const { cards, faults } = list.refresh();
      for (const [name, reason] of faults) sink.fault(name, new Error(reason));
      cards.forEach((card, index) => gatherCard(sink, card, index));
      return Promise.resolve();
    },
    close: () => {
      list.close();
      driver.close();
      return Promise.resolve();
    },
  };
}
