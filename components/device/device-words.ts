import type { DisplayUnit } from '#lib/format/value.ts';
import { facilityKinds, type FacilityGroup, type FacilityKind } from '#lib/metrics/facility.ts';
import type { DeviceFamily } from '#lib/model/device-family.ts';

const families: Record<DeviceFamily, string> = {
  pdu: 'PDU',
  ups: 'UPS',
  transfer_switch: 'Transfer switch',
  cooling: 'Cooling',
  environment: 'Environment',
  switch: 'Switch',
  server: 'Server',
  other: 'Other',
};

export function familyName(family: DeviceFamily | null): string {
  return family === null ? 'Not known yet' : families[family];
}

const groups: Record<FacilityGroup, string> = {
  device: 'Whole device',
  inlet: 'Inlet',
  output: 'Output',
  bypass: 'Bypass',
  battery: 'Battery',
  phase: 'Phases',
  line: 'Lines',
  bank: 'Banks',
  breaker: 'Breakers',
  outlet: 'Outlets',
  environment: 'Environment',
  cooling: 'Cooling',
  fan: 'Fans',
  supply: 'Power supplies',
  transceiver: 'Transceivers',
};

/** A part that another version of an agent names goes by its own name. */
export function groupName(group: string): string {
  return lookUp(groups, group) ?? inWords(group);
}

const kinds: Record<FacilityKind, string> = {
  power: 'Power',
  apparent_power: 'Apparent power',
  power_factor: 'Power factor',
  energy: 'Energy',
  current: 'Current',
  voltage: 'Voltage',
  frequency: 'Frequency',
  temperature: 'Temperature',
  humidity: 'Humidity',
  load: 'Load',
  charge: 'Charge',
  runtime: 'Runtime',
  fan_speed: 'Fan speed',
  fan_ratio: 'Fan',
  waterflow: 'Water flow',
  airflow: 'Air flow',
  pressure: 'Pressure',
  state: 'State',
};

export function kindName(kind: string): string {
  return lookUp(kinds, kind) ?? inWords(kind);
}

/** How values of a kind are shown: the unit people know, and what a base unit is multiplied by. */
export interface KindDisplay {
  readonly unit: DisplayUnit;
  readonly factor: number;
}

const joulesPerWattHour = 3600;

export function displayOf(kind: string): KindDisplay {
  if (kind === 'energy') return { unit: 'watt_hours', factor: 1 / joulesPerWattHour };
  if (kind === 'fan_speed') return { unit: 'revolutions_per_minute', factor: 60 };
  return { unit: lookUp(facilityKinds, kind) ?? 'none', factor: 1 };
}

function lookUp<Value>(names: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

function inWords(name: string): string {
  const words = name.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
