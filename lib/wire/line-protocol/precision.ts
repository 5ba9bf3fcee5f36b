/** Nanoseconds in one unit of a timestamp, by every name that InfluxDB's write APIs accept. */
const nanoseconds = {
  n: 1n,
  ns: 1n,
  u: 1_000n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
} as const;

export type Precision = keyof typeof nanoseconds;

export const precisions = Object.keys(nanoseconds) as readonly Precision[];

export function isPrecision(text: string): text is Precision {
  return Object.hasOwn(nanoseconds, text);
}

export function nanosecondsPer(precision: Precision): bigint {
  return nanoseconds[precision];
}

/** InfluxDB keeps the ends of the 64-bit range for itself; times lie strictly between them. */
export const minTimeNs = -9_223_372_036_854_775_806n;
export const maxTimeNs = 9_223_372_036_854_775_806n;
