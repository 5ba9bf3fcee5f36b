import type { EnergyMethod, EnergyScope } from '#lib/model/energy.ts';

/** A field that energy can be had from. */
export interface EnergySource {
  readonly scope: EnergyScope;
  readonly method: EnergyMethod;
  readonly measurement: string;
  readonly field: string;
}

/** The best source of a series first: a counter misses nothing between two readings. */
export const energySources: readonly EnergySource[] = [
  { scope: 'host', method: 'integrated', measurement: 'host', field: 'power_watts' },
  {
    scope: 'cpu_packages',
    method: 'counter',
    measurement: 'host',
    field: 'package_energy_joules_total',
  },
  { scope: 'gpus', method: 'counter', measurement: 'gpu', field: 'energy_joules_total' },
  { scope: 'gpus', method: 'integrated', measurement: 'gpu', field: 'power_watts' },
];
