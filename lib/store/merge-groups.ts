import type { SeriesQuery } from './store.ts';

/** How the series of a group are merged: as asked, or as fits the aggregate. */
export function acrossOf({
  across,
  aggregate,
}: Pick<SeriesQuery, 'across' | 'aggregate'>): 'sum' | 'mean' | 'min' | 'max' {
  if (across) return across;
  switch (aggregate) {
    case 'sum':
    case 'count':
    case 'rate':
    case 'increase':
      return 'sum';
    case 'min':
    case 'max':
      return aggregate;
    case 'mean':
    case 'last':
      return 'mean';
  }
}
