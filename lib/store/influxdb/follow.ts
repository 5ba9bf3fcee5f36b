import { setTimeout } from 'node:timers/promises';
import type { FieldValue, Point, SampleTable, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { Log } from '#lib/services.ts';
import { tabulate } from '#lib/wire/line-protocol/tabulate.ts';
import type { FieldTypeCache, FieldTypes } from './field-types.ts';
import type { InfluxClient, ResultSeries } from './influx-client.ts';
import { source, where } from './influxql.ts';
import { listMeasurements } from './inventory.ts';
import { sampleValue } from './latest.ts';
import { ownTags } from './own-tags.ts';
import { clockAheadMs } from '../clock-ahead.ts';
import type { SeenRows } from './seen-rows.ts';

const pollMs = 1_000;
/** Writers may be this late and still be seen live. */
const lateMs = 5_000;
/** After a time away only this much is caught up: older samples are history, not news. */
const catchUpMs = 60_000;
const longestWaitMs = 30_000;
const measurementsFreshMs = 10_000;

export interface FollowDependencies {
  readonly client: InfluxClient;
  readonly fieldTypes: FieldTypeCache;
  readonly seen: SeenRows;
  readonly clock: () => number;
  readonly log: Log;
}

/**
 * Delivers samples as they appear in the database, until the signal aborts. While the database is
 * away it tries again ever more slowly, and says so once.
 */
export async function followSamples(
  dependencies: FollowDependencies,
  sink: (tables: SampleTable[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = dependencies;
  const reader = new NewSamples(dependencies, clock());
  let failures = 0;
  while (!signal.aborted) {
    try {
      const tables = await reader.read(signal);
      if (failures > 0) log.info({}, 'InfluxDB answers again');
      failures = 0;
      if (tables.length > 0) sink(tables);
    } catch (error) {
      failures += 1;
      if (failures === 1) log.warn({ reason: String(error) }, 'InfluxDB does not answer');
    }
    const waitMs = Math.min(longestWaitMs, pollMs * 2 ** Math.min(failures, 10));
    await setTimeout(failures === 0 ? pollMs : waitMs, undefined, { signal }).catch(
      () => undefined,
    );
  }
}

class NewSamples {
  readonly #from: FollowDependencies;
  #doneMs: number;
  #measurements: string[] = [];
  #listedMs = Number.NEGATIVE_INFINITY;

  constructor(from: FollowDependencies, nowMs: number) {
    this.#from = from;
    this.#doneMs = nowMs;
  }

  async read(signal: AbortSignal): Promise<SampleTable[]> {
    const { client, clock, seen } = this.#from;
    const nowMs = clock();
    const measurements = await this.#names(nowMs, signal);
    if (measurements.length === 0) return [];
    const fromMs = Math.max(this.#doneMs - lateMs, nowMs - catchUpMs);
    const bounds = where(fromMs, nowMs + clockAheadMs);
    const statements = measurements.map(
      (name) => `SELECT * FROM ${source(null, name)} ${bounds} GROUP BY *`,
    );
    const answers = await client.query(statements.join('; '), 'ns', signal);
    const points: Point[] = [];
    for (const [index, answer] of answers.entries()) {
      const measurement = measurements[index] ?? '';
      const types = await this.#from.fieldTypes.of(measurement, signal);
      for (const series of answer)
        points.push(...newPoints(measurement, series, types, seen, nowMs));
    }
    seen.forgetBefore(nowMs - catchUpMs);
    this.#doneMs = nowMs;
    return tabulate(points);
  }

  async #names(nowMs: number, signal: AbortSignal): Promise<string[]> {
    if (nowMs - this.#listedMs >= measurementsFreshMs || this.#measurements.length === 0) {
      this.#measurements = await listMeasurements(this.#from.client, signal);
      this.#listedMs = nowMs;
    }
    return this.#measurements;
  }
}

function newPoints(
  measurement: string,
  { tags: resultTags, columns, values }: ResultSeries,
  types: FieldTypes,
  seen: SeenRows,
  nowMs: number,
): Point[] {
  const tags: Tags = ownTags(resultTags);
  const key = `${measurement} ${seriesKey(tags)}`;
  return values.flatMap((row) => {
    const timeNs = BigInt(String(row[0]));
    if (!seen.add(key, timeNs, nowMs)) return [];
    const fields = columns.flatMap((name, index): [string, FieldValue][] => {
      const cell = row[index] ?? null;
      const type = types.get(name);
      if (index === 0 || cell === null || type === undefined) return [];
      // The value was made for this very type, which pairs them.
      return [[name, { type, value: sampleValue(cell, type) } as FieldValue]];
    });
    return fields.length === 0
      ? []
      : [{ measurement, tags, fields: Object.fromEntries(fields), timeNs }];
  });
}
