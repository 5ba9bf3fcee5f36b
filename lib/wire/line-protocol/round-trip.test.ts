import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldValue, Point } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { LineMemory } from './line-memory.ts';
import { encodePoints } from './encode.ts';
import { parsePoints, type ParseOptions } from './parse.ts';
import { maxTimeNs, minTimeNs } from './precision.ts';
import { tabulate } from './tabulate.ts';
import { untabulate } from './testdata/untabulate.ts';

const options: ParseOptions = { precision: 'ns', nowNs: 42n };

/** Text in which every character that means something is frequent. */
const troublesome = [',', ' ', '=', '"', '\\', '\n', '\r', '\t', '#', '\0', 'a', 'b', 'é', '😀'];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(',', ' ', '=', '"', 'é'), minLength: 1, maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(...troublesome), maxLength: 12 }),
);
const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const unsigned = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const field: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.record({ type: fc.constant('float' as const), value: fc.double() }),
  fc.record({ type: fc.constant('integer' as const), value: integer }),
  fc.record({ type: fc.constant('unsigned' as const), value: unsigned }),
  fc.record({ type: fc.constant('string' as const), value: text }),
  fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
);
const point: fc.Arbitrary<Point> = fc.record({
  measurement: text,
  tags: fc.dictionary(text, text, { maxKeys: 4, noNullPrototype: true }),
  fields: fc.dictionary(text, field, { maxKeys: 4, noNullPrototype: true }),
  timeNs: fc.bigInt({ min: minTimeNs, max: maxTimeNs }),
});

describe('line protocol', () => {
  it('gives back every point that the encoder accepts, and nothing else', () => {
    let accepted = 0;
    const memory = new LineMemory();
    fc.assert(
      fc.property(fc.array(point, { maxLength: 6 }), (points) => {
        const refused: Point[] = [];
        const encoded = encodePoints(points, (_, bad) => refused.push(bad));
        const kept = points.filter((each) => !refused.includes(each));
        accepted += kept.length;
        const expected = { points: kept, errors: [] };
        expect(parsePoints(encoded, options)).toEqual(expected);
        expect(parsePoints(encoded, { ...options, memory })).toEqual(expected);
      }),
      { numRuns: 1500 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it('reads any bytes without an exception, each line once, at a place inside the input', () => {
    const fragment = fc.constantFrom(
      'm,t=a ',
      'f=1',
      'g="',
      '",',
      ' 12',
      '\n',
      '\\',
      '#',
      '\r\n',
      '=',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fragment, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const { points, errors } = parsePoints(input, options);
        const lines = Buffer.from(input).toString('latin1').split('\n').length;
        expect(points.length + errors.length).toBeLessThanOrEqual(lines);
        for (const { line, column } of errors) {
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual(input.length + 1);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('never takes text inside a string for a line, however bad the rest of its line is', () => {
    const garbage = fc.string({
      unit: fc.constantFrom('a', ',', ' ', '1', '=b', '\\ '),
      maxLength: 8,
    });
    fc.assert(
      fc.property(garbage, garbage, text, (before, after, inside) => {
        const quoted = inside.replaceAll(/["\\]/g, String.raw`\$&`);
        const input = `m f=${before},g="${quoted}\ninjected f=1\n"${after}\nlast f=1`;
        const names = parsePoints(input, options).points.map((each) => each.measurement);
        expect(names).not.toContain('injected');
        expect(names).toContain('last');
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps every value of every point in tables, whatever their types', () => {
    const name = fc.constantFrom('a', 'b', '__proto__', 'constructor');
    const clashing: fc.Arbitrary<Point> = fc.record({
      measurement: name,
      tags: fc.dictionary(name, name, { maxKeys: 2, noNullPrototype: true }),
      fields: fc.dictionary(name, field, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
      timeNs: integer,
    });
    fc.assert(
      fc.property(fc.array(clashing, { maxLength: 30 }), (points) => {
        const cells = (all: readonly Point[]) => all.flatMap(cellsOf).sort();
        expect(cells(untabulate(tabulate(points)))).toEqual(cells(points));
      }),
      { numRuns: 500 },
    );
  });
});

function cellsOf(each: Point): string[] {
  return Object.entries(each.fields).map(([name, { type, value }]) =>
    [
      each.measurement,
      seriesKey(each.tags),
      each.timeNs,
      name,
      type,
      Object.is(value, -0) ? '-0' : value,
    ].join('|'),
  );
}
