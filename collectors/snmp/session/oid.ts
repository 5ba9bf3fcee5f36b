import type { Oid } from '../client.ts';

/** Negative where `a` comes before `b` in the order of the tree. */
export function compareOids(a: Oid, b: Oid): number {
  const left = a.split('.');
  const right = b.split('.');
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = Number(left[i]) - Number(right[i]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

export const isBelow = (root: Oid, oid: Oid): boolean => oid.startsWith(`${root}.`);
