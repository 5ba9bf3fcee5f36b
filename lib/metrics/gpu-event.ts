import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { state, text } from './descriptor.ts';
import { gpuTag, hostTag } from './tags.ts';

export const gpuEvent: MeasurementDescriptor = {
  name: 'gpu_event',
  help: 'Something that happened to a GPU: one point an event, never a gauge.',
  tags: [hostTag, gpuTag, { name: 'kind', help: 'xid, lost, reset, …' }],
  fields: [
    state('code', 'number of the event within its kind, such as the Xid'),
    text('message', 'text of the driver'),
  ],
};
