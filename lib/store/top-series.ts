import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { acrossOf } from './merge-groups.ts';
import { selectSeries } from './select-series.ts';
import { StoreQueryError } from './store-query-error.ts';
import type { Aggregate, SeriesGrid, SeriesQuery, TopQuery, TopResult } from './store.ts';

/** Buckets that a range is divided into at most: their width is how exact its start is. */
const topBuckets = 200;
const mostItems = 1_000;

/** @throws StoreQueryError when more is asked for than an answer may have */
export function checkTop({ limit }: TopQuery): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostItems) return;
  throw new StoreQueryError(
    'too_many_series',
    `query top: ${String(limit)} asked for, at most ${String(mostItems)} at once; narrow the match or group by a tag`,
  );
}

/** The query for buckets of each series that the figures of a `TopQuery` follow from. */
export function topBucketsQuery(query: TopQuery, aggregate: Aggregate): SeriesQuery {
  const { measurement, field, match, join, startMs, endMs } = query;
  return {
    ...{ measurement, fields: [field], match, startMs, endMs, aggregate },
    ...(join && { join }),
    maxPoints: topBuckets,
  };
}

/** Answers a `TopQuery` with nothing but `grid`. */
export async function topFromGrid(
  grid: (query: SeriesQuery) => Promise<SeriesGrid>,
  query: TopQuery,
): Promise<TopResult> {
  checkTop(query);
  const { aggregate } = query;
  const asked = aggregate === 'mean' ? 'sum' : aggregate;
  const found = await grid(topBucketsQuery(query, asked));
  const counts =
    aggregate === 'mean' ? figures(await grid(topBucketsQuery(query, 'count')), 'count') : null;
  const values = [...figures(found, asked)].map(([key, { tags, value }]) => ({
    tags,
    value: counts ? value / (counts.get(key)?.value ?? Number.NaN) : value,
  }));
  const ranked = rank(mergeGroups(values, query), query);
  return { tier: found.tier, startMs: found.startMs, endMs: query.endMs, items: ranked };
}

interface Figure {
  readonly tags: Tags;
  readonly value: number;
}

/** One figure a series from those of its buckets. */
function figures({ series }: SeriesGrid, aggregate: Aggregate): Map<string, Figure> {
  const byKey = series.map(({ tags, values }): [string, Figure] => {
    const known = values.filter((value) => !Number.isNaN(value));
    return [seriesKey(tags), { tags, value: fold(known, aggregate) }];
  });
  return new Map(byKey);
}

function fold(known: Float64Array, aggregate: Aggregate): number {
  switch (aggregate) {
    case 'min':
      return known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    case 'max':
      return known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    case 'last':
      return known.at(-1) ?? Number.NaN;
    default:
      return known.reduce((sum, value) => sum + value, 0);
  }
}

function mergeGroups(values: readonly Figure[], query: TopQuery): Figure[] {
  if (!query.groupBy) return [...values];
  const entries = values.map(({ tags }, id) => [id, tags] as const);
  const { groups, groupTags } = selectSeries(entries, {}, query.join, query.groupBy);
  const members = groupTags.map((): number[] => []);
  groups.forEach((group, id) => members[group]?.push(values[id]?.value ?? Number.NaN));
  return groupTags.map((tags, group) => ({ tags, value: merge(members[group] ?? [], query) }));
}

function merge(members: readonly number[], query: TopQuery): number {
  const across = acrossOf(query);
  if (across === 'min' || across === 'max') return Math[across](...members);
  const sum = members.reduce((total, value) => total + value, 0);
  return across === 'mean' ? sum / members.length : sum;
}

/** The first of them in the order asked for; equal ones in the order of their tags. */
export function rank(values: readonly Figure[], { order, limit }: TopQuery): Figure[] {
  const sign = order === 'highest' ? -1 : 1;
  return values
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => sign * (a.value - b.value) || (seriesKey(a.tags) < seriesKey(b.tags) ? -1 : 1))
    .slice(0, limit);
}
