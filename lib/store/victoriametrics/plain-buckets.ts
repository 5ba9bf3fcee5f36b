import { seriesKey } from '#lib/model/series-key.ts';
import type { Growth } from '../growth.ts';
import { acrossOf } from '../merge-groups.ts';
import type { Aggregate, SeriesQuery } from '../store.ts';
import { readBuckets } from './bucket-rows.ts';
import type { FieldRead, Member } from './field-read.ts';
import { labelOf, tagsOf } from './labels.ts';
import { databaseMatchers, fieldSelector, isWholeMatch } from './metricsql.ts';
import type { VictoriaClient } from './victoria-client.ts';

export type Plain = Exclude<Aggregate, Growth>;

/** Figure of the samples in a window. */
export const plainFunctions: Readonly<Record<Plain, string>> = {
  mean: 'avg_over_time',
  min: 'min_over_time',
  max: 'max_over_time',
  last: 'last_over_time',
  sum: 'sum_over_time',
  count: 'count_over_time',
};

/** Merged in the database as far as its own labels tell the groups apart. */
export async function readPlain(
  client: VictoriaClient,
  { query, field, range }: FieldRead,
  aggregate: Plain,
  signal: AbortSignal,
): Promise<Member[]> {
  const { measurement, match, join, groupBy } = query;
  const matchers = databaseMatchers(match, join);
  const from = fieldSelector(measurement, [field], matchers);
  const ofSeries = (window: string): string => `${plainFunctions[aggregate]}(${from}[${window}])`;
  const read = (expression: (window: string) => string) =>
    readBuckets(client, range, expression, signal);
  if (!groupBy) return (await read(ofSeries)).map((row) => member(row, null));
  const isWhole = isWholeMatch(match, join);
  const by = ` by (${(isWhole ? groupBy : neededTags(query)).map(labelOf).join(',')})`;
  const across = acrossOf(query);
  if (across !== 'mean' || isWhole) {
    const operator = across === 'mean' ? 'avg' : across;
    const rows = await read((window) => `${operator}(${ofSeries(window)})${by}`);
    return rows.map((row) => member(row, null));
  }
  const [sums, counts] = await Promise.all([
    read((window) => `sum(${ofSeries(window)})${by}`),
    read((window) => `count(${ofSeries(window)})${by}`),
  ]);
  const countOf = new Map(counts.map(({ labels, values }) => [seriesKey(labels), values]));
  return sums.map((row) => member(row, countOf.get(seriesKey(row.labels)) ?? []));
}

/** What has to be known of a series to match, join and group it here. */
function neededTags({ match, join, groupBy = [] }: SeriesQuery): string[] {
  return [...new Set([...groupBy, ...Object.keys(match), ...(join ? [join.tag] : [])])];
}

function member(
  { labels, values }: { labels: Readonly<Record<string, string>>; values: (number | null)[] },
  counts: Member['counts'],
): Member {
  return { tags: tagsOf(labels), values, counts };
}
