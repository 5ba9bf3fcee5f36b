import type { MeasurementDescriptor, MetricDescriptor } from '#lib/model/metric.ts';
import { agent } from './agent.ts';
import { agentCollector } from './agent-collector.ts';
import { deviceEvent } from './device-event.ts';
import { facility } from './facility.ts';
import { gpu } from './gpu.ts';
import { gpuEvent } from './gpu-event.ts';
import { gpuInfo } from './gpu-info.ts';
import { gpuProcess } from './gpu-process.ts';
import { host } from './host.ts';
import { hostDisk } from './host-disk.ts';
import { hostFilesystem } from './host-filesystem.ts';
import { hostNetwork } from './host-network.ts';
import { infiniband } from './infiniband.ts';
import { snmpInfo } from './snmp-info.ts';
import { snmpInterface } from './snmp-interface.ts';
import { snmpNeighbour } from './snmp-neighbour.ts';
import { snmpPoll } from './snmp-poll.ts';
import { training } from './training.ts';

/** Every measurement Isotherm itself writes. Others are kept too, but nothing is known of them. */
export const measurements: readonly MeasurementDescriptor[] = [
  gpu,
  gpuInfo,
  gpuProcess,
  gpuEvent,
  host,
  hostNetwork,
  hostDisk,
  hostFilesystem,
  infiniband,
  training,
  facility,
  snmpInterface,
  snmpInfo,
  snmpPoll,
  snmpNeighbour,
  deviceEvent,
  agent,
  agentCollector,
];

const byName = new Map(measurements.map((measurement) => [measurement.name, measurement]));
const fieldsByName = new Map(
  measurements.map(({ name, fields }) => [
    name,
    new Map(fields.map((field) => [field.name, field])),
  ]),
);

export function findMeasurement(name: string): MeasurementDescriptor | undefined {
  return byName.get(name);
}

export function findMetric(measurement: string, field: string): MetricDescriptor | undefined {
  return fieldsByName.get(measurement)?.get(field);
}
