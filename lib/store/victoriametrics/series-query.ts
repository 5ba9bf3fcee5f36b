import type { FieldType } from '#lib/model/metric.ts';
import { bucketGrid, bucketStarts, checkAnswerSize, chooseStepMs } from '../bucket-grid.ts';
import { isGrowth } from '../growth.ts';
import { holdsEvents } from '../keep.ts';
import { acrossOf } from '../merge-groups.ts';
import { mergeSeries } from '../merge-series.ts';
import { refuseText } from '../refuse-text.ts';
import { selectSeries } from '../select-series.ts';
import type { SeriesQuery, SeriesResult } from '../store.ts';
import type { BucketRange } from './bucket-rows.ts';
import type { FieldRead, Member } from './field-read.ts';
import { readGrowth } from './growth-buckets.ts';
import { isWholeMatch } from './metricsql.ts';
import { readPlain } from './plain-buckets.ts';
import type { FieldTypes } from './registry.ts';
import { readStored } from './stored-buckets.ts';
import type { VictoriaClient } from './victoria-client.ts';

export async function querySeries(
  client: VictoriaClient,
  types: FieldTypes,
  query: SeriesQuery,
  signal: AbortSignal,
): Promise<SeriesResult> {
  const grid = bucketGrid(query, chooseStepMs(query));
  const range = { grid, endMs: Math.ceil(query.endMs) };
  const series = await readGroups(client, types, query, range, signal);
  return { tier: 'raw', stepMs: grid.stepMs, timeMs: bucketStarts(grid), series };
}

/** Groups of a query with their values in the buckets of a range. */
export async function readGroups(
  client: VictoriaClient,
  types: FieldTypes,
  query: SeriesQuery,
  range: BucketRange,
  signal: AbortSignal,
): Promise<SeriesResult['series']> {
  const fields = query.fields.flatMap((name) => {
    const type = types.get(name);
    return type === undefined ? [] : [{ name, type }];
  });
  refuseText(query, fields);
  if (Object.values(query.match).some((values) => values.length === 0)) return [];
  const read = await Promise.all(
    fields.map(async ({ name, type }) => {
      const members = await readField(client, { query, field: name, range }, type, signal);
      return { field: name, members };
    }),
  );
  // Tags that only a match needs are gone once the database has merged what it found.
  const match = isWholeMatch(query.match, query.join) ? {} : query.match;
  return read.flatMap(({ field, members }) => {
    const entries = members.map(({ tags }, id) => [id, tags] as const);
    const selected = selectSeries(entries, match, query.join, query.groupBy);
    checkAnswerSize(range.grid, fields.length, selected.groupTags.length);
    const groups = selected.groupTags.map((): Member[] => []);
    selected.seriesIds.forEach((id, position) => {
      const member = members[id];
      if (member) groups[selected.groups[position] ?? 0]?.push(member);
    });
    return selected.groupTags.flatMap((tags, group) => {
      const values = mergeMembers(groups[group] ?? [], range.grid.buckets, acrossOf(query));
      return values.some((value) => value !== null) ? [{ field, tags, values }] : [];
    });
  });
}

function readField(
  client: VictoriaClient,
  read: FieldRead,
  type: FieldType,
  signal: AbortSignal,
): Promise<Member[]> {
  const { aggregate } = read.query;
  // Their samples lie in many series of the database, which only we can tell to be one.
  if (type === 'string' || holdsEvents(read.query.measurement)) {
    return readStored(client, read, signal);
  }
  if (isGrowth(aggregate)) return readGrowth(client, read, signal);
  return readPlain(client, read, aggregate, signal);
}

function mergeMembers(
  members: readonly Member[],
  buckets: number,
  across: ReturnType<typeof acrossOf>,
): (number | null)[] {
  const values = members.map((member) => member.values);
  if (!members.some(({ counts }) => counts)) return mergeSeries(values, buckets, across);
  const sums = mergeSeries(values, buckets, 'sum');
  const counts = mergeSeries(
    members.map((member) => member.counts ?? []),
    buckets,
    'sum',
  );
  return sums.map((sum, bucket) => (sum === null ? null : sum / (counts[bucket] ?? 1)));
}
