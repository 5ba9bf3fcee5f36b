export const millisecondNs = 1_000_000n;

/** Rounds towards the past, also before 1970. */
export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** A time no sample is older than. */
export const beforeAllTime = -(2n ** 63n);
