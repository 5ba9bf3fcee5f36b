import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { gauge, text } from './descriptor.ts';
import { deviceTag, simulatedTag } from './tags.ts';

export const snmpInfo: MeasurementDescriptor = {
  name: 'snmp_info',
  help: 'What a polled device is: told when it is first seen, when it changes and every ten minutes.',
  tags: [deviceTag, simulatedTag],
  fields: [
    text('family', 'pdu, ups, transfer_switch, cooling, environment, switch, server or other'),
    text('profile', 'name of the profile it is read with'),
    text('vendor', 'who made it'),
    text('model', 'as the device says'),
    text('serial', 'serial number'),
    text('version', 'version of its firmware'),
    text('system_name', 'sysName'),
    text('system_location', 'sysLocation'),
    text('system_description', 'sysDescr'),
    text('object_id', 'sysObjectID'),
    text('address', 'where it is polled: host:port'),
    text('polled_by', 'host whose agent polls it'),
    gauge('uptime_seconds', 'seconds', 'since its SNMP agent started'),
  ],
};
