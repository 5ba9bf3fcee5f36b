/** FNV-1a, 32 bits. */
const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * Share of its interval by which a device's polls are shifted, in [0, 1): the same after every
 * start, and different enough that devices of one interval are not polled as one.
 */
export function phaseOf(name: string): number {
  let hash = offsetBasis;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, prime);
  // Names that differ in their last digit only differ in the low bits: those are spread too.
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
