import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { gauge, text } from './descriptor.ts';
import { gpuTags } from './tags.ts';

export const gpuProcess: MeasurementDescriptor = {
  name: 'gpu_process',
  help: 'The processes of one name on one GPU; only where the agent is allowed to name them.',
  tags: [...gpuTags, { name: 'process', help: 'name of the program' }],
  fields: [
    gauge('memory_used_bytes', 'bytes', 'device memory they hold together', 'integer'),
    gauge('process_count', 'count', 'how many there are', 'integer'),
    text('pids', 'their numbers, separated by spaces'),
  ],
};
