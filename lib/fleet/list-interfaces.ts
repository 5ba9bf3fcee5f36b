import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { readNewest, type Reading } from './read-newest.ts';

/** One network interface of a host. Rates are per second over the last interval, null = gap. */
export interface InterfaceSummary {
  readonly host: string;
  readonly name: string;
  readonly timeMs: number;
  readonly up: boolean | null;
  readonly speedBitsPerSecond: number | null;
  readonly receiveBitsPerSecond: number | null;
  readonly transmitBitsPerSecond: number | null;
  readonly errorsPerSecond: number | null;
  readonly dropsPerSecond: number | null;
  /** The busier direction over the negotiated speed; null where the speed is not known. */
  readonly saturationRatio: number | null;
}

const bytes = ['rate(receive_bytes_total)', 'rate(transmit_bytes_total)'] as const;
const errors = ['rate(receive_errors_total)', 'rate(transmit_errors_total)'] as const;
const drops = ['rate(receive_drops_total)', 'rate(transmit_drops_total)'] as const;
const fields = ['up', 'speed_bits_per_second', ...bytes, ...errors, ...drops];

/** Busiest first; what nobody knows the speed of stands below, by traffic. */
export async function listInterfaces(
  services: Pick<Services, 'hub' | 'store'>,
  match: Match,
  nowMs: number,
): Promise<InterfaceSummary[]> {
  const readings = await readNewest(services, 'host_network', fields, match, nowMs);
  return readings.flatMap(summary).sort(bySaturation);
}

function summary({ tags, timeMs, values }: Reading): InterfaceSummary[] {
  const { host, interface: name } = tags;
  if (host === undefined || name === undefined) return [];
  const [receive, transmit] = bytes.map((field) => bits(values[field]));
  const speed = values['speed_bits_per_second'] ?? null;
  const up = values['up'] ?? null;
  return [
    {
      host,
      name,
      timeMs,
      up: up === null ? null : up === 1,
      speedBitsPerSecond: speed,
      receiveBitsPerSecond: receive ?? null,
      transmitBitsPerSecond: transmit ?? null,
      errorsPerSecond: total(errors.map((field) => values[field])),
      dropsPerSecond: total(drops.map((field) => values[field])),
      saturationRatio: saturation(receive ?? null, transmit ?? null, speed),
    },
  ];
}

function bits(bytesPerSecond: number | null | undefined): number | null {
  return bytesPerSecond === null || bytesPerSecond === undefined ? null : bytesPerSecond * 8;
}

/** A gap in one direction must not make the other look like all there is. */
function total(values: readonly (number | null | undefined)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null || value === undefined) return null;
    sum += value;
  }
  return sum;
}

/** Both directions have the whole speed each on a full-duplex link. */
function saturation(
  receive: number | null,
  transmit: number | null,
  speed: number | null,
): number | null {
  if (speed === null || speed <= 0 || (receive === null && transmit === null)) return null;
  return Math.max(receive ?? 0, transmit ?? 0) / speed;
}

function bySaturation(a: InterfaceSummary, b: InterfaceSummary): number {
  const difference = (b.saturationRatio ?? -1) - (a.saturationRatio ?? -1);
  return difference !== 0 ? difference : traffic(b) - traffic(a) || a.name.localeCompare(b.name);
}

function traffic(summarised: InterfaceSummary): number {
  return (summarised.receiveBitsPerSecond ?? 0) + (summarised.transmitBitsPerSecond ?? 0);
}
