import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { BucketFill } from '../bucket-fill.ts';
import { figuresOfSample } from '../figures.ts';
import { isGrowth, lookbackMs } from '../growth.ts';
import type { FieldRead, Member } from './field-read.ts';
import { tagsOf } from './labels.ts';
import { databaseMatchers, fieldSelector } from './metricsql.ts';
import { restNs } from './sample-value.ts';
import type { VictoriaClient } from './victoria-client.ts';

/** Buckets made from the samples themselves, for what is few: words and events. */
export async function readStored(
  client: VictoriaClient,
  { query, field, range: { grid, endMs } }: FieldRead,
  signal: AbortSignal,
): Promise<Member[]> {
  const { measurement, match, join, aggregate } = query;
  const from = fieldSelector(measurement, [field], databaseMatchers(match, join));
  const fromMs = grid.startMs - (isGrowth(aggregate) ? lookbackMs : 0);
  const stored = await client.samples(from, fromMs, endMs, signal);
  const series = new Map<string, { tags: Tags; samples: Map<string, [number, number]> }>();
  for (const { labels, timesMs, values } of stored) {
    const tags = tagsOf(labels);
    const key = seriesKey(tags);
    const known = series.get(key) ?? { tags, samples: new Map<string, [number, number]>() };
    series.set(key, known);
    const rest = String(restNs(labels)).padStart(6, '0');
    timesMs.forEach((timeMs, at) => {
      known.samples.set(String(timeMs) + rest, [timeMs, values[at] ?? 0]);
    });
  }
  return Array.from(series.values(), ({ tags, samples }) => {
    const fill = new BucketFill(grid);
    const inOrder = [...samples].sort(([a], [b]) => Number(BigInt(a) - BigInt(b)));
    for (const [, [timeMs, value]] of inOrder) fill.add(timeMs, figuresOfSample(value, timeMs));
    return { tags, values: fill.values(aggregate), counts: null };
  });
}
