import type { Tags } from '#lib/model/sample.ts';
import type { SeriesQuery } from '../store.ts';
import type { BucketRange } from './bucket-rows.ts';

/** What is read of one field. */
export interface FieldRead {
  readonly query: SeriesQuery;
  readonly field: string;
  readonly range: BucketRange;
}

/**
 * Buckets of one series or of several that the database has merged already. A mean of means comes
 * with how many values it is of, unless nothing is left to merge.
 */
export interface Member {
  readonly tags: Tags;
  readonly values: readonly (number | null)[];
  readonly counts: readonly (number | null)[] | null;
}
