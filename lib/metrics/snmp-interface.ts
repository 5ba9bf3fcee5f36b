import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { interfaceFields } from './interface-fields.ts';
import { deviceTag, interfaceTag } from './tags.ts';

export const snmpInterface: MeasurementDescriptor = {
  name: 'snmp_interface',
  help: 'One interface of a switch, router or PDU, read over SNMP.',
  tags: [deviceTag, interfaceTag],
  fields: interfaceFields,
};
