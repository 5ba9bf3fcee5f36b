/**
 * One value of a column with one entry for each thing: 0 beyond its end, which no caller reaches.
 * Small enough that the engine puts it in place.
 */
export function at(values: Float64Array | Int32Array | Uint8Array, index: number): number {
  return values[index] ?? 0;
}

export function filled(length: number, value: number): Float64Array {
  return new Float64Array(length).fill(value);
}

/** An entry of a list whose length the caller knows; a hole is a fault of the plan. */
export function entry<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`simulate hall: there is no entry ${index}`);
  return found;
}

/**
 * Share of the way to its target that a quantity with time constant `tau` goes in `dt`: the exact
 * solution of x' = (target − x) / tau, so a step of any length is stable.
 */
export function approach(dtSeconds: number, tauSeconds: number): number {
  return 1 - Math.exp(-dtSeconds / tauSeconds);
}

export function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}
