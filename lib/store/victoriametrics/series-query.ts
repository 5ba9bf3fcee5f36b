import type { FieldType } from '#lib/model/metric.ts';
import { bucketGrid, bucketStarts, checkAnswerSize, chooseStepMs } from '../bucket-grid.ts';
import { isGrowth } from '../growth.ts';
import { holdsEvents } from '../keep.ts';
import { acrossOf } from '../merge-groups.ts';
import { mergeSeries } from '../merge-series.ts';
import { refuseText } from '../refuse-text.ts';
import { selectSeries } from '../select-series.ts';
import type { SeriesQuery, SeriesResult } from '../store.ts';
import type { FieldRead, Member } from './field-read.ts';
import { readGrowth } from './growth-buckets.ts';
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
  const fields = query.fields.flatMap((name) => {
    const type = types.get(name);
    return type === undefined ? [] : [{ name, type }];
  });
  refuseText(query, fields);
  const isImpossible = Object.values(query.match).some((values) => values.length === 0);
  const read = await Promise.all(
    (isImpossible ? [] : fields).map(async ({ name, type }) => ({
      name,
      members: await readField(client, { query, field: name, range }, type, signal),
    })),
  );
  const series = read.flatMap(({ name, members }) => {
    const entries = members.map(({ tags }, id) => [id, tags] as const);
    const selected = selectSeries(entries, query.match, query.join, query.groupBy);
    checkAnswerSize(grid, fields.length, selected.groupTags.length);
    const groups = selected.groupTags.map((): Member[] => []);
    selected.seriesIds.forEach((id, position) => {
      const member = members[id];
      if (member) groups[selected.groups[position] ?? 0]?.push(member);
    });
    return selected.groupTags.flatMap((tags, group) => {
      const values = mergeMembers(groups[group] ?? [], grid.buckets, acrossOf(query));
      return values.some((value) => value !== null) ? [{ field: name, tags, values }] : [];
    });
  });
  return { tier: 'raw', stepMs: grid.stepMs, timeMs: bucketStarts(grid), series };
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
