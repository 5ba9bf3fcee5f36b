import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { state, text } from './descriptor.ts';
import { gpuTag, hostTag, simulatedTag } from './tags.ts';

export const gpuEvent: MeasurementDescriptor = {
  name: 'gpu_event',
  help: 'Something that happened to a GPU: one point an event, never a gauge.',
  isEvents: true,
  tags: [
    hostTag,
    gpuTag,
    {
      name: 'kind',
      help: 'xid, sxid, ecc, lost, returned, reset_required, recovery_action, driver_reload, mig, fabric, hung',
    },
    simulatedTag,
  ],
  fields: [
    state('code', 'number of the event within its kind, such as the Xid'),
    text('message', 'text of the driver'),
    text('title', 'what it is, in a few words'),
    text('meaning', 'what has happened, in a sentence'),
    text('action', 'what to do about it'),
    text('severity', 'critical, warning or info'),
    text('process', 'name and number of the process the driver names'),
    text('source', 'who told: nvml, kmsg or gather'),
  ],
};
