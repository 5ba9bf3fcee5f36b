import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { FieldValue, Point } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { startInflux, type InfluxServer } from '#tests/simulator/influxd.ts';

let influx: InfluxServer;
beforeAll(async () => {
  influx = await startInflux();
  await query('CREATE DATABASE wire');
});
afterAll(() => influx.stop());

const resultSchema = z.object({
  results: z.tuple([
    z.object({
      series: z
        .array(
          z.object({
            tags: z.record(z.string(), z.string()).optional(),
            columns: z.array(z.string()),
            values: z.array(z.array(z.union([z.number(), z.string(), z.boolean(), z.null()]))),
          }),
        )
        .default([]),
    }),
  ]),
});

async function query(text: string) {
  const parameters = new URLSearchParams({ db: 'wire', q: text, epoch: 'ns' });
  const response = await fetch(`${influx.url}/query?${parameters.toString()}`, { method: 'POST' });
  return resultSchema.parse(await response.json()).results[0].series;
}

/** Newlines are frequent, as a line that is mis-read would take the next one with it. */
const characters = [',', ' ', '=', '"', '\\', '\r', '\t', '#', 'a', "'", 'é', '😀', '\n'];
const text = (minLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength: 6 });
// InfluxQL answers in JSON numbers, and this influxd has no unsigned integers.
const whole = fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n });
const field: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.record({
    type: fc.constant('float' as const),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => value !== 0),
  }),
  fc.record({ type: fc.constant('integer' as const), value: whole }),
  fc.record({ type: fc.constant('string' as const), value: text(0) }),
  fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
);
const contents = fc
  .record({
    tags: fc.dictionary(text(1), text(1), { maxKeys: 2, noNullPrototype: true }),
    fields: fc.dictionary(text(1), field, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
  })
  // InfluxQL cannot ask for a field and a tag of one name in one query.
  .filter(({ tags, fields }) => !Object.keys(fields).some((name) => Object.hasOwn(tags, name)));

it('every point that the encoder accepts reads back from influxd as it was', async () => {
  const points = fc.sample(contents, 1000).map((each, index): Point => {
    return { ...each, measurement: `m${index}`, timeNs: BigInt(index) };
  });
  const refused = new Set<Point>();
  const body = encodePoints(points, (_, point) => refused.add(point));
  const kept = points.filter((point) => !refused.has(point));
  expect(kept.length).toBeGreaterThan(100);
  const answer = await fetch(`${influx.url}/write?db=wire`, { method: 'POST', body });
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  for (const point of kept) expect(await readBack(point)).toEqual(plain(point));
});

function plain({ tags, fields }: Point) {
  const values = Object.entries(fields).map(([name, { value }]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value,
  ]);
  return { tags, fields: Object.fromEntries(values) as unknown };
}

async function readBack({ measurement }: Point) {
  const [series] = await query(`SELECT * FROM "${measurement}" GROUP BY *`);
  const cells = (series?.columns ?? [])
    .map((name, index) => [name, series?.values[0]?.[index]] as const)
    .filter(([name]) => name !== 'time');
  return { tags: series?.tags ?? {}, fields: Object.fromEntries(cells) };
}
