import { parsePoints } from '#lib/wire/line-protocol/parse.ts';
import type { Tags } from '#lib/model/sample.ts';
import type { StoredMeasurement } from '../store.ts';
import type { FieldTypeCache } from './field-types.ts';
import type { InfluxClient } from './influx-client.ts';
import { quoteName } from './influxql.ts';
import { isOwn } from './layout.ts';

export async function listMeasurements(
  client: InfluxClient,
  signal: AbortSignal,
): Promise<string[]> {
  const [series = []] = await client.query('SHOW MEASUREMENTS', 'ms', signal);
  return series
    .flatMap(({ values }) => values)
    .map(([name]) => String(name))
    .filter((name) => !isOwn(name));
}

export async function storedMeasurements(
  client: InfluxClient,
  fieldTypes: FieldTypeCache,
  signal: AbortSignal,
): Promise<StoredMeasurement[]> {
  const measurements: StoredMeasurement[] = [];
  for (const name of await listMeasurements(client, signal)) {
    const types = await fieldTypes.of(name, signal);
    const [tagKeys = []] = await client.query(
      `SHOW TAG KEYS FROM ${quoteName(name)}`,
      'ms',
      signal,
    );
    const series = await listSeries(client, name, signal);
    measurements.push({
      name,
      fields: [...types].map(([field, type]) => ({ name: field, type })),
      tags: tagKeys.flatMap(({ values }) => values.map(([tag]) => String(tag))).sort(),
      seriesCount: series.length,
    });
  }
  return measurements;
}

export async function listSeries(
  client: InfluxClient,
  measurement: string,
  signal: AbortSignal,
): Promise<Tags[]> {
  const [series = []] = await client.query(
    `SHOW SERIES FROM ${quoteName(measurement)}`,
    'ms',
    signal,
  );
  // A series key is the head of a line; with a field behind it our own parser reads it.
  const lines = series.flatMap(({ values }) => values.map(([key]) => `${String(key)} x=1 0\n`));
  const { points } = parsePoints(lines.join(''), { precision: 'ns', nowNs: 0n });
  return points.map(({ tags }) => tags);
}
