import type { Aggregate } from './store.ts';

/** What is made from the steps between a counter's values instead of the values themselves. */
export type Growth = Extract<Aggregate, 'rate' | 'increase'>;

export function isGrowth(aggregate: Aggregate): aggregate is Growth {
  return aggregate === 'rate' || aggregate === 'increase';
}
