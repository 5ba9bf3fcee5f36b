import type { DeviceSensor, SensorLevel } from '#lib/model/device-report.ts';
import type { PhaseFigures } from '#lib/model/facility-report.ts';
import { worse } from './sensor-level.ts';

/** A device's power and the group of sensors that it is the sum of. */
export interface WholePower {
  readonly watts: number;
  readonly group: string;
}

/** Groups that together carry all of a device's power, the most trustworthy first. */
const wholes = ['device', 'output', 'inlet', 'phase', 'line'];
/** Parts that a device divides its power into, the finest first. */
const parts = ['phase', 'line', 'inlet', 'bank'];

/**
 * Power a device passes on: what it says itself, else the sum of parts that make a whole. Outlets
 * are left out, for many devices meter only some of them.
 */
export function wholePower(sensors: readonly DeviceSensor[]): WholePower | null {
  for (const group of wholes) {
    const powers = sensors.filter((each) => each.kind === 'power' && each.group === group);
    // Part of a sum looks like less power than there is.
    if (powers.length === 0 || powers.some(({ value }) => value === null)) continue;
    return { group, watts: powers.reduce((sum, { value }) => sum + (value ?? 0), 0) };
  }
  return null;
}

export function outputPower(sensors: readonly DeviceSensor[]): number | null {
  return wholePower(sensors)?.watts ?? null;
}

/** The finest parts that tell their power or current, by name. */
export function phasesOf(sensors: readonly DeviceSensor[]): PhaseFigures[] {
  for (const group of parts) {
    const figures = partsOf(sensors, group);
    if (figures.length > 0) return figures;
  }
  return [];
}

/** Those of one group that tell their power or current, by name. */
export function partsOf(sensors: readonly DeviceSensor[], group: string): PhaseFigures[] {
  const own = sensors.filter((each) => each.group === group);
  const measured = own.filter(({ kind }) => kind === 'power' || kind === 'current');
  const names = new Set(measured.map(({ name }) => name));
  return [...names].map((name) => figuresOf(name, own));
}

function figuresOf(name: string, sensors: readonly DeviceSensor[]): PhaseFigures {
  const own = sensors.filter((each) => each.name === name);
  const read = (kind: string) => own.find((each) => each.kind === kind)?.value ?? null;
  const current = own.find((each) => each.kind === 'current');
  return {
    name,
    powerWatts: read('power'),
    currentAmperes: read('current'),
    voltageVolts: read('voltage'),
    loadRatio: read('load'),
    limitAmperes: current?.criticalHigh ?? current?.warningHigh ?? null,
    severity: own.reduce<SensorLevel | null>(
      (worst, { severity }) => (severity === null ? worst : worse(severity, worst)),
      null,
    ),
  };
}
