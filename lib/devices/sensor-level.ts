import { sensorLevels, type SensorLevel } from '#lib/model/device-report.ts';

/** @param value of the field `severity`: 0, 1 or 2, in whatever type it was stored */
export function levelOf(value: unknown): SensorLevel | null {
  if (typeof value !== 'number' && typeof value !== 'bigint') return null;
  return sensorLevels[Number(value)] ?? null;
}

export function worse(a: SensorLevel, b: SensorLevel | null): SensorLevel {
  return b !== null && sensorLevels.indexOf(b) > sensorLevels.indexOf(a) ? b : a;
}

/** 0 for what says nothing of itself, more the worse it is. */
export function weightOf(level: SensorLevel | null): number {
  return level === null ? 0 : sensorLevels.indexOf(level);
}
