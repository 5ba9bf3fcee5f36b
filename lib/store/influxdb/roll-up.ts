import type { FieldValue, Point, Tags } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { windowNs, windowStartNs, type WindowRun } from '../rollup-window.ts';
import type { Tier } from '../store.ts';
import { rollupSpecs, tierSpecs, type RollupTier } from '../tier.ts';
import type { FieldTypeCache } from './field-types.ts';
import { combineFigures, figuresOfSample, type Figures } from '../figures.ts';
import type { Cell, InfluxClient, ResultSeries } from './influx-client.ts';
import { quoteName, source, where } from './influxql.ts';
import { policyOf } from './layout.ts';
import { ownTags } from './own-tags.ts';
import { figureColumns, figuresOfRow, rollupFields } from './rollup-fields.ts';

/** Points of one write request. */
const requestPoints = 5_000;

export interface RollupBuild {
  readonly measurement: string;
  readonly tier: RollupTier;
  readonly run: WindowRun;
  /** True where the source holds only late samples: they are added to what the rollup has. */
  readonly isAddition: boolean;
}

/** Builds the windows of a run for one measurement; answers the rows read. */
export async function buildRollup(
  client: InfluxClient,
  fieldTypes: FieldTypeCache,
  build: RollupBuild,
  signal: AbortSignal,
): Promise<number> {
  const fields = await numericFields(fieldTypes, build.measurement, signal);
  if (fields.length === 0) return 0;
  const added = await readTier(client, rollupSpecs[build.tier].from, build, fields, signal);
  if (added.length === 0) return 0;
  const kept = build.isAddition ? await readTier(client, build.tier, build, fields, signal) : [];
  const points = [...bucketPoints(build, fields, [...kept, ...added])];
  for (let from = 0; from < points.length; from += requestPoints) {
    const lines = encodePoints(points.slice(from, from + requestPoints));
    await client.write(lines, policyOf(build.tier), signal);
  }
  return added.reduce((rows, { values }) => rows + values.length, 0);
}

async function numericFields(
  fieldTypes: FieldTypeCache,
  measurement: string,
  signal: AbortSignal,
): Promise<string[]> {
  const types = await fieldTypes.withRollups(measurement, signal);
  return [...types].filter(([, type]) => type !== 'string').map(([name]) => name);
}

interface TierRows extends ResultSeries {
  readonly tier: Tier;
}

async function readTier(
  client: InfluxClient,
  tier: Tier,
  { measurement, tier: target, run }: RollupBuild,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<TierRows[]> {
  const fromMs = Number(windowStartNs(target, run.first) / millisecondNs);
  const toMs = Number((windowStartNs(target, run.last) + windowNs(target)) / millisecondNs);
  const columns = tier === 'raw' ? fields : fields.flatMap(figureColumns);
  const [series = []] = await client.query(
    `SELECT ${columns.map(quoteName).join(', ')} FROM ${source(policyOf(tier), measurement)} ${where(fromMs, toMs)} GROUP BY *`,
    'ms',
    signal,
  );
  return series.map((one) => ({ ...one, tier }));
}

/** One point for each series and bucket. */
function* bucketPoints(
  { measurement, tier }: RollupBuild,
  fields: readonly string[],
  rows: readonly TierRows[],
): Generator<Point> {
  const bySeries = new Map<string, { tags: Tags; buckets: Map<number, (Figures | null)[]> }>();
  for (const series of rows) {
    const tags = ownTags(series.tags);
    const key = JSON.stringify(tags);
    const known = bySeries.get(key) ?? { tags, buckets: new Map<number, (Figures | null)[]>() };
    bySeries.set(key, known);
    collect(series, fields.length, tierSpecs[tier].widthMs, known.buckets);
  }
  for (const { tags, buckets } of bySeries.values()) {
    for (const [timeMs, figures] of buckets) {
      const values = figures.flatMap((one, index): [string, FieldValue][] =>
        one ? rollupFields(fields[index] ?? '', one) : [],
      );
      if (values.length === 0) continue;
      const timeNs = BigInt(timeMs) * millisecondNs;
      yield { measurement, tags, fields: Object.fromEntries(values), timeNs };
    }
  }
}

function collect(
  { values, tier }: TierRows,
  fields: number,
  widthMs: number,
  buckets: Map<number, (Figures | null)[]>,
): void {
  for (const row of values) {
    const timeMs = Number(row[0]);
    const bucketMs = Math.floor(timeMs / widthMs) * widthMs;
    const known = buckets.get(bucketMs) ?? new Array<Figures | null>(fields).fill(null);
    buckets.set(bucketMs, known);
    for (let index = 0; index < fields; index += 1) {
      const figures = cellFigures(row, tier, index);
      if (!figures) continue;
      const before = known[index];
      known[index] = before ? combineFigures(before, figures) : figures;
    }
  }
}

/** Figures of one field in a row that begins with its time. */
function cellFigures(row: readonly Cell[], tier: Tier, index: number): Figures | null {
  if (tier !== 'raw') {
    const width = figureColumns('').length;
    return figuresOfRow(row.slice(1 + index * width, 1 + (index + 1) * width));
  }
  const cell = row[1 + index] ?? null;
  return cell === null ? null : figuresOfSample(Number(cell), Number(row[0]));
}
