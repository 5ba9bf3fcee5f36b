import type { MeasurementDescriptor, MetricDescriptor } from '#lib/model/metric.ts';
import { counter, gauge, state } from './descriptor.ts';
import { hostTag, simulatedTag } from './tags.ts';

export const infiniband: MeasurementDescriptor = {
  name: 'infiniband',
  help: 'One port of an InfiniBand or RoCE adapter: the traffic between GPU hosts.',
  tags: [
    hostTag,
    { name: 'device', help: 'adapter, such as mlx5_0' },
    { name: 'port', help: 'port of the adapter, counted from 1' },
    simulatedTag,
  ],
  fields: [
    counter('receive_bytes_total', 'bytes', 'received, RDMA included'),
    counter('transmit_bytes_total', 'bytes', 'sent, RDMA included'),
    counter('receive_packets_total', 'count', 'packets received'),
    counter('transmit_packets_total', 'count', 'packets sent'),
    ...linkErrors(),
    ...transportErrors(),
    state('link_up', '1 when the port is active'),
    gauge('rate_bits_per_second', 'bits_per_second', 'signalling rate of the link', 'integer'),
  ],
};

function linkErrors(): MetricDescriptor[] {
  return [
    counter('receive_errors_total', 'count', 'packets received in error'),
    counter('transmit_drops_total', 'count', 'packets not sent: link down or congested'),
    counter('transmit_wait_total', 'count', 'ticks with data to send and no credit'),
    counter('symbol_errors_total', 'count', 'symbol errors on a lane'),
    counter('link_integrity_errors_total', 'count', 'local physical errors past the threshold'),
    counter('link_recoveries_total', 'count', 'link retrained successfully'),
    counter('link_downs_total', 'count', 'link retraining failed and the link went down'),
    counter('vl15_drops_total', 'count', 'management packets dropped'),
  ];
}

function transportErrors(): MetricDescriptor[] {
  return [
    counter('out_of_sequence_total', 'count', 'packets that arrived out of order'),
    counter('sequence_errors_total', 'count', 'negative acknowledgements for lost packets'),
    counter('not_ready_retries_total', 'count', 'retries spent on a receiver that was not ready'),
    counter('ack_timeouts_total', 'count', 'acknowledgements that did not come in time'),
    counter('congestion_notices_sent_total', 'count', 'RoCE congestion notices sent'),
    counter('congestion_notices_handled_total', 'count', 'RoCE congestion notices obeyed'),
  ];
}
