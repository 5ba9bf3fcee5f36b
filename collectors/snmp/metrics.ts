import { deviceEvent } from '#lib/metrics/device-event.ts';
import { facility } from '#lib/metrics/facility.ts';
import { snmpInfo } from '#lib/metrics/snmp-info.ts';
import { snmpInterface } from '#lib/metrics/snmp-interface.ts';
import { snmpNeighbour } from '#lib/metrics/snmp-neighbour.ts';
import { snmpPoll } from '#lib/metrics/snmp-poll.ts';
import type { MeasurementDescriptor } from '#lib/model/metric.ts';

export const metrics: readonly MeasurementDescriptor[] = [
  facility,
  snmpInterface,
  snmpInfo,
  snmpNeighbour,
  snmpPoll,
  deviceEvent,
];
