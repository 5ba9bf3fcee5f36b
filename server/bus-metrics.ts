import { Counter, type Registry } from 'prom-client';
import type { BusCounts } from '#lib/bus/sealed-bus.ts';
import type { Cluster } from '#lib/cluster/cluster.ts';
import { gaugeOn } from './gauges.ts';

export interface BusMetrics extends BusCounts {
  dropped(rows: number): void;
  /** Shows what is so at the moment of a scrape. */
  watch(cluster: Cluster): void;
}

/** What the bus between servers carries, as /metrics shows it. */
export function createBusMetrics(registry: Registry): BusMetrics {
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const messages = counter('isotherm_bus_messages_total', 'Messages sent and received', [
    'direction',
  ]);
  const bytes = counter('isotherm_bus_bytes_total', 'Bytes sent and received, sealed', [
    'direction',
  ]);
  const refused = counter(
    'isotherm_bus_refused_total',
    'Messages that were sealed with another key, too old or changed',
  );
  const rows = counter(
    'isotherm_bus_dropped_rows_total',
    'Rows that other servers were not told of because the bus was too slow',
  );
  return {
    sent(size) {
      messages.inc({ direction: 'sent' });
      bytes.inc({ direction: 'sent' }, size);
    },
    received(size) {
      messages.inc({ direction: 'received' });
      bytes.inc({ direction: 'received' }, size);
    },
    refused: () => refused.inc(),
    dropped: (count) => rows.inc(count),
    watch({ bus, members, leadership }) {
      const gauge = gaugeOn(registry);
      gauge('isotherm_bus_connected', '1 while the bus is there', () => Number(bus.isConnected));
      gauge('isotherm_bus_servers', 'Servers heard of lately, this one included', () => {
        return members.list().length;
      });
      gauge('isotherm_bus_leading', '1 while this server leads', () =>
        Number(leadership.isLeading),
      );
    },
  };
}
