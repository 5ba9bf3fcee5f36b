import type { Family } from './exposition.ts';

/** A metric of dcgm-exporter and the fields of `gpu` that feed it. */
export interface DcgmMetric extends Family {
  /** Sources in order of preference: the first that is whole is taken, its fields are added up. */
  readonly sources: readonly (readonly string[])[];
  /** From our base unit to the unit dcgm-exporter counts in. */
  readonly scale: number;
  /** How it differs from what dcgm-exporter has under this name; absent where it does not. */
  readonly note?: string;
}

/** From base units to those of dcgm-exporter. */
export const scales = {
  none: 1,
  percent: 100,
  megahertz: 1e-6,
  millijoules: 1e3,
  mebibytes: 1 / 1_048_576,
  kilobytes: 1e-3,
  megabytes: 1e-6,
  nanoseconds: 1e9,
} as const;
type Scale = keyof typeof scales;

type Source = string | DcgmMetric['sources'];

export function gauge(
  name: string,
  source: Source,
  help: string,
  scale: Scale = 'none',
  note?: string,
): DcgmMetric {
  return metric('gauge', name, source, help, scale, note);
}

export function counter(
  name: string,
  source: Source,
  help: string,
  scale: Scale = 'none',
  note?: string,
): DcgmMetric {
  return metric('counter', name, source, help, scale, note);
}

function metric(
  type: DcgmMetric['type'],
  name: string,
  source: Source,
  help: string,
  scale: Scale,
  note: string | undefined,
): DcgmMetric {
  const sources = typeof source === 'string' ? [[source]] : source;
  return { name, type, help, sources, scale: scales[scale], ...(note !== undefined && { note }) };
}
