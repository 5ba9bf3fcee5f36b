import { StoreQueryError } from './store-query-error.ts';
import type { PointsQuery } from './store.ts';

const mostPoints = 10_000;

/** @throws StoreQueryError when the range or the number of points cannot be used */
export function checkPoints({ startMs, endMs, limit }: PointsQuery): void {
  if (!(endMs > startMs) || !Number.isFinite(endMs - startMs)) {
    throw new StoreQueryError('range_invalid', 'query points: the end must lie after the start');
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > mostPoints) {
    throw new StoreQueryError(
      'too_many_points',
      `query points: ${String(limit)} asked for, at most ${String(mostPoints)} at once; ask in parts`,
    );
  }
}
