import type { Aggregate } from './store.ts';

/** What is made from the steps between a counter's values instead of the values themselves. */
export type Growth = Extract<Aggregate, 'rate' | 'increase'>;

/** It needs the sample before its first bucket; one that lies further back is a gap. */
export const lookbackMs = 10 * 60_000;

export function isGrowth(aggregate: Aggregate): aggregate is Growth {
  return aggregate === 'rate' || aggregate === 'increase';
}
