import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { counter, gauge, state, text } from './descriptor.ts';
import { deviceTag, simulatedTag } from './tags.ts';

export const snmpPoll: MeasurementDescriptor = {
  name: 'snmp_poll',
  help: 'One poll of one device: how long it took and what went wrong.',
  tags: [deviceTag, simulatedTag],
  fields: [
    state('up', '1 when the device answered'),
    gauge('poll_seconds', 'seconds', 'from the first request to the last answer'),
    gauge('late_seconds', 'seconds', 'how much later than planned the poll began'),
    gauge('interval_seconds', 'seconds', 'time between two polls, longer while it is unreachable'),
    gauge('sensors', 'count', 'sensors that gave a value', 'integer'),
    gauge('interfaces', 'count', 'interfaces that were read', 'integer'),
    counter('requests_total', 'count', 'requests sent, repeats included'),
    counter('timeouts_total', 'count', 'requests without an answer in time'),
    text('error', 'why the poll failed, or what of it could not be read'),
  ],
};
