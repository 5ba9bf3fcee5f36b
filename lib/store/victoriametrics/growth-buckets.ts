import { seriesKey } from '#lib/model/series-key.ts';
import { BucketFill } from '../bucket-fill.ts';
import { figuresOfSample, type Figures } from '../figures.ts';
import { lookbackMs } from '../growth.ts';
import { windowRuns, type WindowRun } from '../rollup-window.ts';
import { readBuckets } from './bucket-rows.ts';
import type { FieldRead, Member } from './field-read.ts';
import { tagsOf } from './labels.ts';
import { databaseMatchers, duration, fieldSelector } from './metricsql.ts';
import { sampleMsOf } from './stored-time.ts';
import type { BucketRow, Labels, VictoriaClient } from './victoria-client.ts';

const functions = ['first', 'last', 'tfirst', 'tlast'].map((name) => `${name}_over_time`);

/** What the database says of the buckets of one series, by function. */
interface CounterBuckets {
  readonly labels: Labels;
  readonly rows: Map<string, readonly (number | null)[]>;
}

/**
 * Growth of counters. `increase` and `rate` of MetricsQL guess what lies between two windows and
 * forgive small resets; so only the ends of each bucket come from the database, and the samples of
 * buckets in which a counter fell.
 */
export async function readGrowth(
  client: VictoriaClient,
  read: FieldRead,
  signal: AbortSignal,
): Promise<Member[]> {
  const { query, field, range } = read;
  const { measurement, match, join, aggregate } = query;
  const from = fieldSelector(measurement, [field], databaseMatchers(match, join));
  const names = [...functions, 'resets'].map((name) => `"${name}"`).join(',');
  const [rows, before] = await Promise.all([
    readBuckets(client, range, (window) => `aggr_over_time((${names}),${from}[${window}])`, signal),
    readBefore(client, from, range.grid.startMs, signal),
  ]);
  const members: Member[] = [];
  for (const series of bySeries(rows)) {
    const tags = tagsOf(series.labels);
    const fill = new BucketFill(range.grid);
    const earlier = before.get(seriesKey(tags));
    if (earlier) fill.add(earlier.lastAtMs, earlier);
    for (const figures of await figuresOf(client, read, series, signal)) {
      fill.add(figures.firstAtMs, figures);
    }
    members.push({ tags, values: fill.values(aggregate), counts: null });
  }
  return members;
}

/** The last sample before the first bucket of each series, where it is not too old to count from. */
async function readBefore(
  client: VictoriaClient,
  from: string,
  startMs: number,
  signal: AbortSignal,
): Promise<Map<string, Figures>> {
  const window = `${from}[${duration(lookbackMs)}]`;
  const [last, times] = await Promise.all(
    ['last', 'tlast'].map((name) =>
      client.instant(`${name}_over_time(${window})`, startMs, signal),
    ),
  );
  const timeOf = new Map(
    times?.map(({ labels, value }) => [seriesKey(tagsOf(labels)), sampleMsOf(value)]),
  );
  return new Map(
    last?.map(({ labels, value }) => {
      const key = seriesKey(tagsOf(labels));
      return [key, figuresOfSample(value, timeOf.get(key) ?? startMs - 1)];
    }),
  );
}

function bySeries(rows: readonly BucketRow[]): CounterBuckets[] {
  const series = new Map<string, CounterBuckets>();
  for (const { labels, values } of rows) {
    const { rollup = '', ...own } = labels;
    const key = seriesKey(tagsOf(own));
    const known = series.get(key) ?? { labels: own, rows: new Map() };
    series.set(key, known);
    known.rows.set(rollup, values);
  }
  return [...series.values()];
}

/** Figures of one series in the order of time: a bucket's, or those of its samples one by one. */
async function figuresOf(
  client: VictoriaClient,
  read: FieldRead,
  { labels, rows }: CounterBuckets,
  signal: AbortSignal,
): Promise<Figures[]> {
  const fallen = (rows.get('resets') ?? []).flatMap((resets, bucket) =>
    resets !== null && resets > 0 ? [bucket] : [],
  );
  const runs = shortened(windowRuns(fallen));
  const figures = endsOf(rows).flatMap((ends, bucket) => {
    if (!ends || runs.some((run) => bucket >= run.first && bucket <= run.last)) return [];
    const inner = ends.last - ends.first;
    return [{ ...figuresOfSample(ends.last, ends.lastAtMs), ...ends, inner }];
  });
  for (const run of runs) figures.push(...(await samplesOf(client, read, labels, run, signal)));
  return figures.sort((a, b) => a.firstAtMs - b.firstAtMs);
}

/** First and last sample of each bucket. */
function endsOf(rows: CounterBuckets['rows']) {
  const [firsts = [], lasts = [], firstTimes = [], lastTimes = []] = functions.map(
    (name) => rows.get(name) ?? [],
  );
  return firsts.map((first, bucket) => {
    const [last, from, to] = [lasts[bucket], firstTimes[bucket], lastTimes[bucket]];
    if (first === null || typeof last !== 'number') return null;
    if (typeof from !== 'number' || typeof to !== 'number') return null;
    return { first, last, firstAtMs: sampleMsOf(from), lastAtMs: sampleMsOf(to) };
  });
}

/** One question about a long time is cheaper than many about short ones. */
const mostRuns = 8;

function shortened(runs: readonly WindowRun[]): readonly WindowRun[] {
  const [oldest, newest] = [runs[0], runs.at(-1)];
  if (runs.length <= mostRuns || !oldest || !newest) return runs;
  return [{ first: oldest.first, last: newest.last }];
}

async function samplesOf(
  client: VictoriaClient,
  { query, field, range: { grid, endMs } }: FieldRead,
  labels: Labels,
  run: WindowRun,
  signal: AbortSignal,
): Promise<Figures[]> {
  const matchers = Object.entries(labels)
    .filter(([label]) => label !== '__name__')
    .map(([label, value]) => [label, [value]] as const);
  const from = fieldSelector(query.measurement, [field], matchers);
  const fromMs = grid.startMs + run.first * grid.stepMs;
  const toMs = Math.min(endMs, grid.startMs + (run.last + 1) * grid.stepMs);
  const stored = await client.samples(from, fromMs, toMs, signal);
  // A series with further tags has these, too.
  const key = seriesKey(tagsOf(labels));
  return stored
    .filter((series) => seriesKey(tagsOf(series.labels)) === key)
    .flatMap(({ timesMs, values }) =>
      timesMs.map((timeMs, at) => figuresOfSample(values[at] ?? 0, timeMs)),
    );
}
