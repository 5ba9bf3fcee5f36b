import type { Point } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { windowOf, windowStartNs } from '../rollup-window.ts';
import type { InfluxClient } from './influx-client.ts';
import { source, where } from './influxql.ts';
import { lateMeasurement, statePolicy } from './layout.ts';

/**
 * Windows that a server wrote to after the one that builds rollups may have built them. A mark is a
 * random number: it is settled by writing the same number beside it, so that one that is made again
 * meanwhile stays.
 */
export interface LateMark {
  readonly window: number;
  readonly number: number;
}

/** To be written after the rows: whoever then builds the window finds them. */
export async function markLate(
  client: InfluxClient,
  windows: Iterable<number>,
  signal: AbortSignal,
): Promise<void> {
  const points = Array.from(windows, (window) => {
    const number = Math.floor(Math.random() * 2 ** 52) + 1;
    return markPoint(window, { marked: number, settled: 0 });
  });
  await write(client, points, signal);
}

export async function readLate(
  client: InfluxClient,
  fromMs: number,
  toMs: number,
  signal: AbortSignal,
): Promise<LateMark[]> {
  const from = source(statePolicy, lateMeasurement);
  const statement = `SELECT "marked", "settled" FROM ${from} ${where(fromMs, toMs)} AND "marked" != "settled"`;
  const [series = []] = await client.query(statement, 'ms', signal);
  return series.flatMap(({ values }) =>
    values.map(([timeMs, number]) => ({
      window: windowOf('10s', BigInt(Number(timeMs)) * millisecondNs),
      number: Number(number),
    })),
  );
}

/** Takes marks off that have been taken over into the ledger. */
export async function settleLate(
  client: InfluxClient,
  marks: readonly LateMark[],
  signal: AbortSignal,
): Promise<void> {
  const points = marks.map(({ window, number }) => markPoint(window, { settled: number }));
  await write(client, points, signal);
}

function markPoint(window: number, numbers: Readonly<Record<string, number>>): Point {
  const fields = Object.entries(numbers).map(([name, value]): [string, Point['fields'][string]] => [
    name,
    { type: 'float', value },
  ]);
  return {
    measurement: lateMeasurement,
    tags: {},
    fields: Object.fromEntries(fields),
    timeNs: windowStartNs('10s', window),
  };
}

async function write(
  client: InfluxClient,
  points: readonly Point[],
  signal: AbortSignal,
): Promise<void> {
  if (points.length > 0) await client.write(encodePoints(points), statePolicy, signal);
}
