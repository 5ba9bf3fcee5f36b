import type { MeasurementDescriptor, Unit } from '#lib/model/metric.ts';
import { gauge } from './descriptor.ts';
import { deviceTag } from './tags.ts';

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
  flow: 'cubic_meters_per_second',
  pressure: 'pascals',
  state: 'none',
} as const satisfies Record<string, Unit>;
export type FacilityKind = keyof typeof facilityKinds;

export const facility: MeasurementDescriptor = {
  name: 'facility',
  help: 'One sensor of a PDU, UPS, cooling unit or environment monitor.',
  tags: [
    deviceTag,
    { name: 'sensor', help: 'name of the sensor within its device' },
    { name: 'kind', help: `what it measures: ${Object.keys(facilityKinds).join(', ')}` },
  ],
  fields: [gauge('value', 'none', 'in the base unit of its kind; energy only grows')],
};
