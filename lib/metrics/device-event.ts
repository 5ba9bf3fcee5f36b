import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { text } from './descriptor.ts';
import { deviceTag, simulatedTag } from './tags.ts';

export const deviceEvent: MeasurementDescriptor = {
  name: 'device_event',
  help: 'Something a facility or network device told by a trap, or that a poll saw change.',
  isEvents: true,
  tags: [
    deviceTag,
    { name: 'kind', help: 'such as ups_on_battery, overload, link_down, restart or trap' },
    simulatedTag,
  ],
  fields: [
    text('title', 'what it is, in a few words'),
    text('message', 'what the device said, readable even where the trap is unknown'),
    text('meaning', 'what has happened, in a sentence'),
    text('action', 'what to do about it'),
    text('severity', 'critical, warning or info'),
    text('subject', 'sensor, outlet or interface that it is about'),
    text('trap', 'OID of the trap'),
    text('source', 'who told: trap, inform or poll'),
  ],
};
