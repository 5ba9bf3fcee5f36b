import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { gauge, text } from './descriptor.ts';
import { hostTag, simulatedTag } from './tags.ts';

export const training: MeasurementDescriptor = {
  name: 'training',
  help: 'A training run, one point a second.',
  tags: [
    hostTag,
    { name: 'gpu', help: 'UUID of the GPU or MIG instance, or cpu' },
    { name: 'run', help: 'id of the run' },
    { name: 'workload', help: 'what is trained' },
    simulatedTag,
  ],
  fields: [
    gauge('step', 'count', 'steps done since the run began', 'integer'),
    gauge('loss', 'none', 'loss of the last step'),
    gauge('steps_per_second', 'steps_per_second', 'steps over time since the last point'),
    gauge('samples_per_second', 'samples_per_second', 'samples over time since the last point'),
    gauge('tokens_per_second', 'tokens_per_second', 'tokens over time since the last point'),
    gauge('flops_per_second', 'flops_per_second', 'matmul and convolution work over time'),
    gauge('step_seconds', 'seconds', 'mean time of a step since the last point'),
    gauge('joules_per_step', 'joules', 'energy of the device over steps since the last point'),
    text('checksum', 'digest of the parameters: equal seeds give equal digests'),
  ],
};
