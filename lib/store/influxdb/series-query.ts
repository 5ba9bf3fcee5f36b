import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import {
  bucketGrid,
  bucketStarts,
  checkAnswerSize,
  chooseStepMs,
  type BucketGrid,
} from '../bucket-grid.ts';
import { isGrowth, lookbackMs } from '../growth.ts';
import { acrossOf } from '../merge-groups.ts';
import { mergeSeries } from '../merge-series.ts';
import { refuseText } from '../refuse-text.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { selectSeries } from '../select-series.ts';
import type { SeriesQuery, SeriesResult } from '../store.ts';
import { planTiers, type RollupState, type Segment } from '../tier-plan.ts';
import { BucketFill } from '../bucket-fill.ts';
import type { FieldTypes } from './field-types.ts';
import type { InfluxClient } from './influx-client.ts';
import { readSegment, type FieldRead } from './segment-read.ts';
import { ownTags } from './own-tags.ts';

/** Series by key, each with the buckets of every field asked for. */
type Filled = Map<string, { readonly tags: Tags; readonly fields: BucketFill[] }>;

export async function querySeries(
  client: InfluxClient,
  state: RollupState | null,
  types: FieldTypes,
  query: SeriesQuery,
  signal: AbortSignal,
): Promise<SeriesResult> {
  const wantedStepMs = chooseStepMs(query);
  const plan = state ? planTiers(state, query, wantedStepMs) : rawOnly(query, wantedStepMs);
  const grid = bucketGrid(query, plan.stepMs);
  const fields = query.fields.flatMap((name) => {
    const type = types.get(name);
    return type === undefined ? [] : [{ name, type }];
  });
  refuseText(query, fields);
  const filled: Filled = new Map();
  for (const segment of plan.segments) {
    for (const [index, field] of fields.entries()) {
      await fill(client, { query, grid, segment, field, index }, filled, signal);
    }
  }
  const series = answerSeries(query, grid, fields, filled);
  return { tier: plan.tier, stepMs: grid.stepMs, timeMs: bucketStarts(grid), series };
}

/** As `planTiers` plans for a store without rollups. */
function rawOnly(query: SeriesQuery, stepMs: number) {
  const beforeMs = isGrowth(query.aggregate) ? lookbackMs : 0;
  const fromMs = Math.floor(query.startMs / stepMs) * stepMs - beforeMs;
  const segment: Segment = {
    tier: 'raw',
    fromNs: BigInt(fromMs) * millisecondNs,
    toNs: BigInt(Math.ceil(query.endMs)) * millisecondNs,
  };
  return { tier: 'raw' as const, stepMs, segments: [segment] };
}

async function fill(
  client: InfluxClient,
  read: FieldRead,
  filled: Filled,
  signal: AbortSignal,
): Promise<void> {
  for (const { tags, rows } of await readSegment(client, read, signal)) {
    const key = seriesKey(tags);
    let series = filled.get(key);
    if (!series) {
      series = { tags, fields: read.query.fields.map(() => new BucketFill(read.grid)) };
      filled.set(key, series);
    }
    const buckets = series.fields[read.index];
    for (const { timeMs, figures } of rows) buckets?.add(timeMs, figures);
  }
}

function answerSeries(
  query: SeriesQuery,
  grid: BucketGrid,
  fields: readonly { name: string }[],
  filled: Filled,
): SeriesResult['series'] {
  const all = [...filled.values()];
  const entries = all.map(({ tags }, id) => [id, ownTags(tags)] as const);
  const selected = selectSeries(entries, query.match, query.join, query.groupBy);
  checkAnswerSize(grid, fields.length, selected.groupTags.length);
  return fields.flatMap(({ name }, index) => {
    const members = selected.groupTags.map((): (number | null)[][] => []);
    selected.seriesIds.forEach((id, position) => {
      const values = all[id]?.fields[index]?.values(query.aggregate);
      if (values) members[selected.groups[position] ?? 0]?.push(values);
    });
    return selected.groupTags.flatMap((tags, group) => {
      const values = mergeSeries(members[group] ?? [], grid.buckets, acrossOf(query));
      return values.some((value) => value !== null) ? [{ field: name, tags, values }] : [];
    });
  });
}
