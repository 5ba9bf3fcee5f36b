import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { state } from './descriptor.ts';
import { interfaceFields } from './interface-fields.ts';
import { deviceTag, interfaceTag, simulatedTag } from './tags.ts';

export const snmpInterface: MeasurementDescriptor = {
  name: 'snmp_interface',
  help: 'One interface of a switch, router or PDU, read over SNMP.',
  tags: [
    deviceTag,
    interfaceTag,
    {
      name: 'alias',
      help: 'description that people gave the interface on the device',
      isDescription: true,
      isOptional: true,
    },
    simulatedTag,
  ],
  fields: [...interfaceFields, state('admin_up', '1 when the interface is meant to be up')],
};
