import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column, SampleTable } from '#lib/model/sample.ts';
import { decodeFrame, encodeFrame } from './sample-frame.ts';

const word = fc.string({ minLength: 1, maxLength: 20 });
/** Ingest refuses this one name (lib/ingest/line-rules.ts), as objects lose it. */
const name = word.filter((each) => each !== '__proto__');
const tags = fc.dictionary(name, fc.string({ maxLength: 20 }), { maxKeys: 4 });
const arrival = { receivedAtMs: 1_800_000_000_000, backlog: false };

function column(rows: number): fc.Arbitrary<Column> {
  const present = fc
    .array(fc.constantFrom(0, 1), { minLength: rows, maxLength: rows })
    .map((bits) => Uint8Array.from(bits));
  const many = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: rows, maxLength: rows });
  return fc.oneof(
    fc.record({
      type: fc.constant('float' as const),
      present,
      values: many(fc.double()).map((values) => Float64Array.from(values)),
    }),
    fc.record({
      type: fc.constant('integer' as const),
      present,
      values: many(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map((values) =>
        BigInt64Array.from(values),
      ),
    }),
    fc.record({
      type: fc.constant('unsigned' as const),
      present,
      values: many(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })).map((values) =>
        BigUint64Array.from(values),
      ),
    }),
    fc.record({
      type: fc.constant('boolean' as const),
      present,
      values: many(fc.constantFrom(0, 1)).map((values) => Uint8Array.from(values)),
    }),
    fc.record({
      type: fc.constant('string' as const),
      present,
      values: many(fc.string({ maxLength: 10 })),
    }),
  );
}

const sampleTable: fc.Arbitrary<SampleTable> = fc.integer({ min: 0, max: 20 }).chain((rows) =>
  fc.array(tags, { minLength: 1, maxLength: 5 }).chain((series) =>
    fc.record({
      measurement: word,
      series: fc.constant(series),
      seriesIndex: fc
        .array(fc.nat(series.length - 1), { minLength: rows, maxLength: rows })
        .map((index) => Uint32Array.from(index)),
      timeNs: fc
        .array(fc.bigInt({ min: 0n, max: 2n ** 62n }), { minLength: rows, maxLength: rows })
        .map((times) => BigInt64Array.from(times)),
      columns: fc.dictionary(name, column(rows), { maxKeys: 4 }),
    }),
  ),
);

describe('frames of samples between servers', () => {
  it('come back as they were sent', () => {
    fc.assert(
      fc.property(sampleTable, (table) => {
        expect(decodeFrame(encodeFrame({ table, arrival }))).toEqual({ table, arrival });
      }),
    );
  });

  it('are refused when they are cut off, longer, or anything else', () => {
    fc.assert(
      fc.property(sampleTable, fc.nat(), fc.uint8Array({ maxLength: 64 }), (table, at, noise) => {
        const frame = encodeFrame({ table, arrival });
        expect(() => decodeFrame(frame.subarray(0, at % frame.length))).toThrow();
        expect(() => decodeFrame(Buffer.concat([frame, Buffer.alloc(8)]))).toThrow();
        expect(() => decodeFrame(noise)).toThrow();
      }),
    );
  });

  it('name no series that is not there', () => {
    const table = {
      measurement: 'gpu',
      series: [{ gpu: 'a' }],
      seriesIndex: Uint32Array.of(1),
      timeNs: BigInt64Array.of(1n),
      columns: {},
    };
    expect(() => decodeFrame(encodeFrame({ table, arrival }))).toThrow(/no series/);
  });
});
