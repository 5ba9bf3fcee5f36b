import type { DeviceSensor } from '#lib/model/device-report.ts';

/** One inlet, phase or line of a device; null = it does not tell. */
export interface PhaseFigures {
  readonly name: string;
  readonly powerWatts: number | null;
  readonly currentAmperes: number | null;
  readonly voltageVolts: number | null;
  readonly loadRatio: number | null;
}

/** Groups that together carry all of a device's power, the most trustworthy first. */
const wholes = ['device', 'output', 'inlet', 'phase', 'line'];
/** Parts that a device divides its power into, the finest first. */
const parts = ['phase', 'line', 'inlet', 'bank'];

/**
 * Power a device passes on: what it says itself, else the sum of parts that make a whole. Outlets
 * are left out, for many devices meter only some of them.
 */
export function outputPower(sensors: readonly DeviceSensor[]): number | null {
  for (const group of wholes) {
    const powers = sensors.filter((each) => each.kind === 'power' && each.group === group);
    // Part of a sum looks like less power than there is.
    if (powers.length === 0 || powers.some(({ value }) => value === null)) continue;
    return powers.reduce((sum, { value }) => sum + (value ?? 0), 0);
  }
  return null;
}

/** The finest parts that tell their power or current, by name. */
export function phasesOf(sensors: readonly DeviceSensor[]): PhaseFigures[] {
  for (const group of parts) {
    const own = sensors.filter((each) => each.group === group);
    const names = [
      ...new Set(
        own.filter(({ kind }) => kind === 'power' || kind === 'current').map(({ name }) => name),
      ),
    ];
    if (names.length > 0) return names.map((name) => figuresOf(name, own));
  }
  return [];
}

function figuresOf(name: string, sensors: readonly DeviceSensor[]): PhaseFigures {
  const read = (kind: string) =>
    sensors.find((each) => each.name === name && each.kind === kind)?.value ?? null;
  return {
    name,
    powerWatts: read('power'),
    currentAmperes: read('current'),
    voltageVolts: read('voltage'),
    loadRatio: read('load'),
  };
}
