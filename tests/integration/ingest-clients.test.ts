import { HttpError, InfluxDB as InfluxDB2, Point, setLogger } from '@influxdata/influxdb-client';
import { FieldType, InfluxDB as InfluxDB1 } from 'influx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LatestRow } from '#lib/store/store.ts';
import { startWriteServer, writeTokens, type WriteServer } from '#tests/simulator/write-server.ts';

let server: WriteServer;
beforeAll(async () => {
  // Refusals are provoked here, and the client would print each.
  setLogger({ error: () => undefined, warn: () => undefined });
  server = await startWriteServer();
});
afterAll(() => server.close());

async function newest(measurement: string, fields: readonly string[]): Promise<LatestRow[]> {
  const query = { measurement, fields, match: {}, nowMs: Date.now(), maxAgeMs: 86_400_000 };
  return server.store.latest(query, AbortSignal.timeout(10_000));
}

async function fieldTypes(measurement: string): Promise<Record<string, string>> {
  const stored = await server.store.measurements(AbortSignal.timeout(10_000));
  const fields = stored.find(({ name }) => name === measurement)?.fields ?? [];
  return Object.fromEntries(fields.map(({ name, type }) => [name, type]));
}

describe('npm influx, the client of version 1', () => {
  const client = () =>
    new InfluxDB1({
      host: '127.0.0.1',
      port: Number(new URL(server.url).port),
      database: 'isotherm',
      username: 'anyone',
      password: writeTokens.writer,
      schema: [
        {
          measurement: 'weather_station',
          tags: ['site name'],
          fields: {
            celsius: FieldType.FLOAT,
            visitors: FieldType.INTEGER,
            open: FieldType.BOOLEAN,
            'sky, now': FieldType.STRING,
          },
        },
      ],
    });

  it('writes every type it knows, and it reads back', async () => {
    const timestamp = new Date(Date.now() - 1000);
    await client().writePoints([
      {
        measurement: 'weather_station',
        tags: { 'site name': 'Köln, west=1' },
        fields: { celsius: 21.5, visitors: 42, open: true, 'sky, now': 'a "bright" \\ sky' },
        timestamp,
      },
    ]);
    const fields = ['celsius', 'visitors', 'open', 'sky, now'];
    expect(await newest('weather_station', fields)).toEqual([
      {
        tags: { 'site name': 'Köln, west=1' },
        timeMs: timestamp.getTime(),
        values: [21.5, 42n, true, 'a "bright" \\ sky'],
      },
    ]);
    expect(await fieldTypes('weather_station')).toEqual({
      celsius: 'float',
      visitors: 'integer',
      open: 'boolean',
      'sky, now': 'string',
    });
  });

  it('pings', async () => {
    const [host] = await client().ping(5000);
    expect(host).toMatchObject({ online: true, version: expect.stringMatching(/^1\.8/) as string });
  });

  it('shows why a line was refused', async () => {
    await client().writePoints([{ measurement: 'types', fields: { f: 1 } }]);
    const wrong = client().writePoints([{ measurement: 'types', fields: { f: 'text' } }]);
    await expect(wrong).rejects.toThrow(/A 400 .*field type conflict: field \\"f\\"/);
  });

  it('shows a wrong token', async () => {
    const stranger = new InfluxDB1(server.url.replace('//', '//anyone:wrong@') + '/isotherm');
    const write = stranger.writePoints([{ measurement: 'm', fields: { f: 1 } }]);
    await expect(write).rejects.toThrow(/A 401 .*send a token that may write/);
  });
});

describe('@influxdata/influxdb-client, the client of version 2', () => {
  const writeApi = (token: string, precision: 'ns' | 'us' | 'ms' | 's' = 'ns') =>
    new InfluxDB2({ url: server.url, token }).getWriteApi('an org', 'a bucket', precision, {
      maxRetries: 0,
      gzipThreshold: 100,
    });

  it('writes every type it knows, packed, and it reads back', async () => {
    const api = writeApi(writeTokens.writer);
    const timeMs = Date.now() - 1000;
    const point = new Point('client two')
      .tag('rack, row', 'R 1=a')
      .tag('sort', 'dc\\east')
      .floatField('load', -0.25)
      .intField('count', '9007199254740991')
      .uintField('bytes', '18446744073709551615')
      .booleanField('up', false)
      .stringField('note', 'two\nlines, "quoted"')
      .timestamp(`${timeMs}000000`);
    api.writePoint(point);
    await api.close();
    expect(await newest('client two', ['load', 'count', 'bytes', 'up', 'note'])).toEqual([
      {
        tags: { 'rack, row': 'R 1=a', sort: 'dc\\east' },
        timeMs,
        values: [-0.25, 9007199254740991n, 18446744073709551615n, false, 'two\nlines, "quoted"'],
      },
    ]);
    expect(await fieldTypes('client two')).toEqual({
      load: 'float',
      count: 'integer',
      bytes: 'unsigned',
      up: 'boolean',
      note: 'string',
    });
  });

  it('is understood in each of its precisions', async () => {
    const seconds = Math.trunc(Date.now() / 1000) - 5;
    const factors = { s: 1, ms: 1e3, us: 1e6 } as const;
    for (const precision of ['s', 'ms', 'us'] as const) {
      const api = writeApi(writeTokens.writer, precision);
      api.writePoint(
        new Point(`in ${precision}`).floatField('f', 1).timestamp(seconds * factors[precision]),
      );
      await api.close();
      expect(await newest(`in ${precision}`, ['f'])).toMatchObject([{ timeMs: seconds * 1000 }]);
    }
  });

  it('shows why a line was refused, and keeps the good ones', async () => {
    const api = writeApi(writeTokens.writer);
    api.writeRecords(['good f=1', 'bad f=oops']);
    const failure = await api.close().then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(HttpError);
    expect(failure).toMatchObject({
      statusCode: 400,
      code: 'invalid',
      message:
        'partial write: line 2: field "f": "oops" is not a number, a boolean or a quoted string',
    });
    expect(await newest('good', ['f'])).toMatchObject([{ values: [1] }]);
  });

  it('shows a wrong token', async () => {
    const api = writeApi('wrong');
    api.writeRecord('m f=1');
    await expect(api.close()).rejects.toMatchObject({ statusCode: 401, code: 'unauthorized' });
  });
});
