import type { FieldType } from '#lib/model/metric.ts';
import { StoreQueryError } from './store-query-error.ts';
import type { SeriesQuery } from './store.ts';

/** @throws StoreQueryError when words would have to be averaged */
export function refuseText(
  query: SeriesQuery,
  fields: readonly { readonly name: string; readonly type: FieldType }[],
): void {
  const text = fields.find(({ type }) => type === 'string');
  if (text && query.aggregate !== 'count') {
    throw new StoreQueryError(
      'field_not_numeric',
      `query series: ${query.measurement}.${text.name} holds text, which has no ${query.aggregate}; ask for count`,
    );
  }
}
