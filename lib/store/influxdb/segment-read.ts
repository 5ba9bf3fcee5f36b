import type { FieldType } from '#lib/model/metric.ts';
import type { Tags } from '#lib/model/sample.ts';
import type { BucketGrid } from '../bucket-grid.ts';
import { isGrowth, type Growth } from '../growth.ts';
import { millisecondNs } from '../nanoseconds.ts';
import type { Aggregate, SeriesQuery } from '../store.ts';
import type { Segment } from '../tier-plan.ts';
import { figuresOfSample, type Figures } from '../figures.ts';
import type { Cell, InfluxClient, ResultSeries } from './influx-client.ts';
import { quoteName, source, where } from './influxql.ts';
import { policyOf } from './layout.ts';
import { databaseMatch, ownTags } from './own-tags.ts';
import { figureColumns, figuresOfRow } from './rollup-fields.ts';

export interface FieldRead {
  readonly query: SeriesQuery;
  readonly grid: BucketGrid;
  readonly segment: Segment;
  readonly field: { readonly name: string; readonly type: FieldType };
  /** Place of the field among those of the query. */
  readonly index: number;
}

export interface SeriesRows {
  readonly tags: Tags;
  /** In the order of time. */
  readonly rows: readonly { readonly timeMs: number; readonly figures: Figures }[];
}

/**
 * Reads one field of one tier. Samples are put into buckets by the database, except for a rate and
 * for truth values, of which it has neither the right increase nor a mean.
 */
export async function readSegment(
  client: InfluxClient,
  read: FieldRead,
  signal: AbortSignal,
): Promise<SeriesRows[]> {
  const { query, segment, field } = read;
  const from = source(policyOf(segment.tier), query.measurement);
  const bounds = where(
    Number(segment.fromNs / millisecondNs),
    Number(segment.toNs / millisecondNs),
    databaseMatch(query.match, query.join),
  );
  const statement = (columns: string, time = '') =>
    `SELECT ${columns} FROM ${from} ${bounds} GROUP BY ${time}*${time === '' ? '' : ' fill(none)'}`;
  const run = async (text: string) => (await client.query(text, 'ms', signal))[0] ?? [];
  if (segment.tier !== 'raw') {
    const columns = figureColumns(field.name).map(quoteName).join(', ');
    return (await run(statement(columns))).map((series) =>
      seriesRows(series, ([, ...cells]) => figuresOfRow(cells)),
    );
  }
  const name = quoteName(field.name);
  if (isGrowth(query.aggregate) || field.type === 'boolean') {
    return (await run(statement(name))).map((series) =>
      seriesRows(series, ([time, value]) => figuresOfSample(Number(value), Number(time))),
    );
  }
  const buckets = `time(${String(read.grid.stepMs)}ms), `;
  return (await run(statement(bucketColumns(name, query.aggregate), buckets))).map((series) =>
    seriesRows(series, ([time, ...cells]) =>
      bucketFigures(Number(time), cells.map(Number), query.aggregate),
    ),
  );
}

function seriesRows(
  series: ResultSeries,
  figuresOf: (row: readonly Cell[]) => Figures | null,
): SeriesRows {
  const rows = series.values.flatMap((row) => {
    const figures = row[1] === null ? null : figuresOf(row);
    return figures ? [{ timeMs: Number(row[0]), figures }] : [];
  });
  return { tags: ownTags(series.tags), rows };
}

function bucketColumns(name: string, aggregate: Exclude<Aggregate, Growth>): string {
  return aggregate === 'mean' ? `sum(${name}), count(${name})` : `${aggregate}(${name})`;
}

/** Only the figures that the aggregate asked for are read; the others stay at nothing. */
function bucketFigures(
  timeMs: number,
  [value = 0, count = 0]: readonly number[],
  aggregate: Aggregate,
): Figures {
  const figures = figuresOfSample(value, timeMs);
  if (aggregate === 'mean') return { ...figures, sum: value, count };
  return aggregate === 'count' ? { ...figures, count: value } : figures;
}
