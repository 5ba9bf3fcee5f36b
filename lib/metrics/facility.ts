import type { MeasurementDescriptor, Unit } from '#lib/model/metric.ts';
import { gauge, state, text } from './descriptor.ts';
import { deviceTag, simulatedTag } from './tags.ts';

/** Unit of `value` for every kind of facility sensor. Ratios are 0 to 1. */
export const facilityKinds = {
  power: 'watts',
  apparent_power: 'volt_amperes',
  power_factor: 'ratio',
  energy: 'joules',
  current: 'amperes',
  voltage: 'volts',
  frequency: 'hertz',
  temperature: 'celsius',
  humidity: 'ratio',
  load: 'ratio',
  charge: 'ratio',
  runtime: 'seconds',
  /** Revolutions per second. */
  fan_speed: 'hertz',
  fan_ratio: 'ratio',
  waterflow: 'cubic_meters_per_second',
  airflow: 'cubic_meters_per_second',
  pressure: 'pascals',
  state: 'none',
} as const satisfies Record<string, Unit>;
export type FacilityKind = keyof typeof facilityKinds;

/** What part of a device a sensor belongs to. */
export const facilityGroups = [
  'device',
  'inlet',
  'output',
  'bypass',
  'battery',
  'phase',
  'line',
  'bank',
  'breaker',
  'outlet',
  'environment',
  'cooling',
  'fan',
  'supply',
  'transceiver',
] as const;
export type FacilityGroup = (typeof facilityGroups)[number];

export function isGroup(word: string): word is FacilityGroup {
  return facilityGroups.some((group) => group === word);
}

/** 0 ok, 1 warning, 2 critical: what the device itself or its profile says of a sensor. */
export const severities = ['ok', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

export const facility: MeasurementDescriptor = {
  name: 'facility',
  help: 'One sensor of a PDU, UPS, cooling unit, environment monitor or switch.',
  tags: [
    deviceTag,
    { name: 'sensor', help: 'name of the sensor, unique among those of its kind in its device' },
    { name: 'kind', help: `what it measures: ${Object.keys(facilityKinds).join(', ')}` },
    {
      name: 'group',
      help: `part of the device it belongs to: ${facilityGroups.join(', ')}`,
      isDescription: true,
    },
    simulatedTag,
  ],
  fields: [
    gauge('value', 'none', 'in the base unit of its kind; energy only grows'),
    text('state', 'of kind state only: the state in words, such as on battery'),
    state('severity', 'what the device says of it: 0 ok, 1 warning, 2 critical'),
    gauge('critical_low', 'none', 'limit below which the device calls it critical'),
    gauge('warning_low', 'none', 'limit below which the device warns'),
    gauge('warning_high', 'none', 'limit above which the device warns'),
    gauge('critical_high', 'none', 'limit above which the device calls it critical'),
  ],
};
