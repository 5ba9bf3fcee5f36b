import type { Reading } from './read-newest.ts';

/** How an interface does, of a host or of a switch. Rates are over the last interval, null = gap. */
export interface InterfaceRates {
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

/** Fields that the rates are made of. */
export const interfaceRateFields: readonly string[] = [
  'up',
  'speed_bits_per_second',
  ...bytes,
  ...errors,
  ...drops,
];

export function interfaceRates(values: Reading['values']): InterfaceRates {
  const [receive, transmit] = bytes.map((field) => bits(values[field]));
  const speed = values['speed_bits_per_second'] ?? null;
  const up = values['up'] ?? null;
  return {
    up: up === null ? null : up === 1,
    speedBitsPerSecond: speed,
    receiveBitsPerSecond: receive ?? null,
    transmitBitsPerSecond: transmit ?? null,
    errorsPerSecond: total(errors.map((field) => values[field])),
    dropsPerSecond: total(drops.map((field) => values[field])),
    saturationRatio: saturation(receive ?? null, transmit ?? null, speed),
  };
}

/** Both directions together; a gap counts nothing. */
export function trafficOf(rates: InterfaceRates): number {
  return (rates.receiveBitsPerSecond ?? 0) + (rates.transmitBitsPerSecond ?? 0);
}

/** Busiest first; what nobody knows the speed of stands below, by traffic. */
export function bySaturation(
  a: InterfaceRates & { readonly name: string },
  b: InterfaceRates & { readonly name: string },
): number {
  const difference = (b.saturationRatio ?? -1) - (a.saturationRatio ?? -1);
  return difference !== 0
    ? difference
    : trafficOf(b) - trafficOf(a) || a.name.localeCompare(b.name, 'en', { numeric: true });
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
