import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { gauge } from '#lib/metrics/descriptor.ts';
import { hostTag } from '#lib/metrics/tags.ts';

/** A real collector's measurement stands in lib/metrics, where pages and documents find it. */
export const metrics: readonly MeasurementDescriptor[] = [
  {
    name: 'example',
    help: 'Open files of a host.',
    tags: [hostTag],
    fields: [gauge('open_files', 'count', 'file handles in use on the host', 'integer')],
  },
];
