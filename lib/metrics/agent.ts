import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { counter, gauge } from './descriptor.ts';
import { hostTag, simulatedTag } from './tags.ts';

export const agent: MeasurementDescriptor = {
  name: 'agent',
  help: 'The agent about itself.',
  tags: [hostTag, simulatedTag],
  fields: [
    gauge('cpu_ratio', 'ratio', 'processor time of the agent over time; 1 is one processor'),
    gauge('resident_bytes', 'bytes', 'memory of the agent', 'integer'),
    gauge('gather_seconds', 'seconds', 'longest gather since the last report'),
    gauge('spool_bytes', 'bytes', 'samples waiting on disk', 'integer'),
    gauge('spool_batches', 'count', 'batches waiting on disk', 'integer'),
    gauge('clock_offset_seconds', 'seconds', 'server clock less this clock, half a round trip off'),
    gauge('push_seconds', 'seconds', 'time of the last push, answer included'),
    counter('points_total', 'count', 'points gathered'),
    counter('batches_sent_total', 'count', 'batches the server holds durably'),
    counter('batches_dropped_total', 'count', 'batches lost: spool full, or refused by the server'),
    counter('push_failures_total', 'count', 'pushes that will be tried again'),
  ],
};
