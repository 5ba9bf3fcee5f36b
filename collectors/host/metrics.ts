import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { withFields } from '#lib/metrics/descriptor.ts';
import { host } from '#lib/metrics/host.ts';
import { hostDisk } from '#lib/metrics/host-disk.ts';

/** The power of the whole machine comes from its BMC, not from its kernel. */
export const metrics: readonly MeasurementDescriptor[] = [
  withFields(host, (field) => field.name !== 'power_watts'),
  hostDisk,
];
