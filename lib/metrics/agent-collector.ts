import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { counter, gauge, state } from './descriptor.ts';
import { hostTag } from './tags.ts';

export const agentCollector: MeasurementDescriptor = {
  name: 'agent_collector',
  help: 'One collector of an agent, as the scheduler sees it.',
  tags: [hostTag, { name: 'collector', help: 'name of the collector' }],
  fields: [
    gauge('gather_seconds', 'seconds', 'time of the last round'),
    state('succeeded', '1 when the last round ended in time without an error'),
    counter('points_total', 'count', 'points gathered'),
    counter('faults_total', 'count', 'devices or files that could not be read'),
    counter('failures_total', 'count', 'rounds that ended in an error'),
    counter('timeouts_total', 'count', 'rounds that passed their deadline'),
    counter('skipped_rounds_total', 'count', 'rounds not begun: the one before still ran'),
  ],
};
