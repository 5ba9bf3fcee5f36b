import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { text } from './descriptor.ts';
import { deviceTag, interfaceTag, simulatedTag } from './tags.ts';

export const snmpNeighbour: MeasurementDescriptor = {
  name: 'snmp_neighbour',
  help: 'Who is at the other end of an interface, as LLDP tells: when first seen, when it changes and every ten minutes.',
  tags: [deviceTag, interfaceTag, simulatedTag],
  fields: [
    text('remote_system', 'name of the neighbour: a host or another switch'),
    text('remote_port', 'its port, by name where it gives one'),
    text('remote_chassis', 'its chassis id, a MAC address in most cases'),
  ],
};
