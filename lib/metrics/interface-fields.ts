import type { MetricDescriptor } from '#lib/model/metric.ts';
import { counter, gauge, state } from './descriptor.ts';

/** What a network interface counts, whether a kernel or a switch tells it. */
export const interfaceFields: readonly MetricDescriptor[] = [
  counter('receive_bytes_total', 'bytes', 'received'),
  counter('transmit_bytes_total', 'bytes', 'sent'),
  counter('receive_packets_total', 'count', 'packets received'),
  counter('transmit_packets_total', 'count', 'packets sent'),
  counter('receive_errors_total', 'count', 'packets received in error'),
  counter('transmit_errors_total', 'count', 'packets that could not be sent for an error'),
  counter('receive_drops_total', 'count', 'good packets dropped on arrival'),
  counter('transmit_drops_total', 'count', 'good packets dropped before they left'),
  gauge('speed_bits_per_second', 'bits_per_second', 'negotiated speed', 'integer'),
  state('up', '1 when the link is up'),
];
