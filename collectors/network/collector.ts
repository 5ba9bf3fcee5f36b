import { defineCollector, type Collector, type CollectorContext } from '../collector.ts';
import { present } from '../fields.ts';
import { configSchema, type NetworkConfig } from './config.ts';
import { InfinibandReader } from './infiniband.ts';
import { InterfaceReader } from './interfaces.ts';
import { metrics } from './metrics.ts';

export const networkCollector = defineCollector({
  name: 'network',
  metrics,
  configSchema,
  create: createNetworkCollector,
});

function createNetworkCollector(config: NetworkConfig, context: CollectorContext): Collector {
  const { host, rootfs } = context;
  const interfaces = new InterfaceReader(rootfs, config);
  const infiniband = new InfinibandReader(rootfs);
  return {
    name: 'network',
    intervalMs: config.intervalMs,
    metrics,
    probe: () => {
      const reason = interfaces.probe();
      return Promise.resolve(reason === null ? { supported: true } : { supported: false, reason });
    },
    gather: (sink, signal) => {
      if (signal.aborted) return Promise.resolve();
      for (const { name, fields } of interfaces.read()) {
        sink.point('host_network', { host, interface: name }, present(fields));
      }
      for (const { device, port, fields } of infiniband.read()) {
        sink.point('infiniband', { host, device, port }, present(fields));
      }
      return Promise.resolve();
    },
    close: () => {
      interfaces.close();
      infiniband.close();
      return Promise.resolve();
    },
  };
}
