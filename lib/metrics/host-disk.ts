import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { counter, gauge } from './descriptor.ts';
import { hostTag } from './tags.ts';

export const hostDisk: MeasurementDescriptor = {
  name: 'host_disk',
  help: 'One block device, partitions left out.',
  tags: [hostTag, { name: 'disk', help: 'kernel name, such as nvme0n1' }],
  fields: [
    counter('read_bytes_total', 'bytes', 'read'),
    counter('write_bytes_total', 'bytes', 'written'),
    counter('read_operations_total', 'count', 'reads completed'),
    counter('write_operations_total', 'count', 'writes completed'),
    counter('read_seconds_total', 'seconds', 'time spent by all reads', 'float'),
    counter('write_seconds_total', 'seconds', 'time spent by all writes', 'float'),
    counter('busy_seconds_total', 'seconds', 'time with at least one operation pending', 'float'),
    gauge('read_latency_seconds', 'seconds', 'mean of the reads since the last round'),
    gauge('write_latency_seconds', 'seconds', 'mean of the writes since the last round'),
    gauge('busy_ratio', 'ratio', 'share of the last round with an operation pending'),
    gauge('operations_in_flight', 'count', 'operations pending now', 'integer'),
  ],
};
