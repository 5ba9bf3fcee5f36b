import type { Unit } from '#lib/model/metric.ts';

/** How a unit as devices use it becomes a base unit: base = number × factor + offset. */
export interface Conversion {
  readonly base: Unit;
  readonly factor: number;
  readonly offset?: number;
}

/** The words for units in a profile. */
export const deviceUnits: Readonly<Record<string, Conversion>> = {
  mW: { base: 'watts', factor: 1e-3 },
  W: { base: 'watts', factor: 1 },
  kW: { base: 'watts', factor: 1e3 },
  MW: { base: 'watts', factor: 1e6 },
  VA: { base: 'volt_amperes', factor: 1 },
  kVA: { base: 'volt_amperes', factor: 1e3 },
  ratio: { base: 'ratio', factor: 1 },
  '%': { base: 'ratio', factor: 0.01 },
  J: { base: 'joules', factor: 1 },
  Wh: { base: 'joules', factor: 3600 },
  kWh: { base: 'joules', factor: 3.6e6 },
  MWh: { base: 'joules', factor: 3.6e9 },
  uA: { base: 'amperes', factor: 1e-6 },
  mA: { base: 'amperes', factor: 1e-3 },
  A: { base: 'amperes', factor: 1 },
  mV: { base: 'volts', factor: 1e-3 },
  V: { base: 'volts', factor: 1 },
  kV: { base: 'volts', factor: 1e3 },
  Hz: { base: 'hertz', factor: 1 },
  rpm: { base: 'hertz', factor: 1 / 60 },
  C: { base: 'celsius', factor: 1 },
  F: { base: 'celsius', factor: 5 / 9, offset: -160 / 9 },
  K: { base: 'celsius', factor: 1, offset: -273.15 },
  ms: { base: 'seconds', factor: 1e-3 },
  ticks: { base: 'seconds', factor: 0.01 },
  s: { base: 'seconds', factor: 1 },
  min: { base: 'seconds', factor: 60 },
  h: { base: 'seconds', factor: 3600 },
  'm3/s': { base: 'cubic_meters_per_second', factor: 1 },
  'm3/min': { base: 'cubic_meters_per_second', factor: 1 / 60 },
  'm3/h': { base: 'cubic_meters_per_second', factor: 1 / 3600 },
  'L/s': { base: 'cubic_meters_per_second', factor: 1e-3 },
  'L/min': { base: 'cubic_meters_per_second', factor: 1 / 60_000 },
  'L/h': { base: 'cubic_meters_per_second', factor: 1 / 3.6e6 },
  cfm: { base: 'cubic_meters_per_second', factor: 0.028316846592 / 60 },
  gpm: { base: 'cubic_meters_per_second', factor: 0.003785411784 / 60 },
  Pa: { base: 'pascals', factor: 1 },
  hPa: { base: 'pascals', factor: 100 },
  mbar: { base: 'pascals', factor: 100 },
  kPa: { base: 'pascals', factor: 1e3 },
  bar: { base: 'pascals', factor: 1e5 },
  psi: { base: 'pascals', factor: 6894.757293168 },
  inH2O: { base: 'pascals', factor: 249.08891 },
};
