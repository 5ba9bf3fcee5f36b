import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldValue, Point } from '#lib/model/sample.ts';
import { encodePoint, encodePoints, PointEncoder } from './encode.ts';
import { parsePoints } from './parse.ts';

const watts: FieldValue = { type: 'float', value: 712.5 };
const point = (change: Partial<Point>): Point => ({
  measurement: 'gpu',
  tags: { host: 'h1' },
  fields: { power_watts: watts },
  timeNs: 1_700_000_000_000_000_000n,
  ...change,
});

describe('encodePoint', () => {
  it('writes every type as InfluxDB reads it', () => {
    const fields: Record<string, FieldValue> = {
      f: { type: 'float', value: 1e21 },
      i: { type: 'integer', value: -(2n ** 63n) },
      u: { type: 'unsigned', value: 2n ** 64n - 1n },
      s: { type: 'string', value: 'a "b" \\ c\nd' },
      b: { type: 'boolean', value: true },
    };
    expect(encodePoint(point({ fields, timeNs: -1n }))).toBe(
      'gpu,host=h1 f=1e+21,i=-9223372036854775808i,u=18446744073709551615u,' +
        's="a \\"b\\" \\\\ c\nd",b=true -1',
    );
  });

  it('escapes names and tags', () => {
    const odd = point({
      measurement: 'a b,c=d',
      tags: { 'k =,': 'v =,"' },
      fields: { 'f =,"': watts },
      timeNs: 0n,
    });
    expect(encodePoint(odd)).toBe('a\\ b\\,c=d,k\\ \\=\\,=v\\ \\=\\," f\\ \\=\\,\\"=712.5 0');
  });

  it.each<[string, Partial<Point>, RegExp]>([
    ['a newline in a tag', { tags: { t: 'a\nb' } }, /value of tag "t" of "gpu" "a\\nb": .*newline/],
    ['a backslash that ends a tag', { tags: { t: 'C:\\' } }, /ends with a backslash/],
    ['a backslash before a comma in a field', { fields: { 'a\\,b': watts } }, /a backslash before/],
    ['a backslash before a space in a measurement', { measurement: 'a\\ b' }, /a backslash before/],
    ['a backslash before a space in a tag', { tags: { t: 'a\\ b' } }, /a backslash before/],
    ['an empty tag', { tags: { t: '' } }, /value of tag "t" of "gpu" "": it is empty/],
    ['half a surrogate pair', { tags: { t: '\ud800' } }, /surrogate/],
    [
      'half a surrogate pair in a string',
      { fields: { s: { type: 'string', value: '\udc00' } } },
      /surrogate/,
    ],
    ['an empty measurement', { measurement: '' }, /measurement "": it is empty/],
    ['a measurement like a comment', { measurement: '#x' }, /may not begin with #/],
    ['a field that begins with a tab', { fields: { '\tf': watts } }, /field "\\tf"/],
    ['no field', { fields: {} }, /"gpu": it has no field/],
    [
      'NaN',
      { fields: { f: { type: 'float', value: NaN } } },
      /field "f" of "gpu": NaN is not a value/,
    ],
    [
      'infinity',
      { fields: { f: { type: 'float', value: -Infinity } } },
      /-Infinity is not a value/,
    ],
    ['65 bits', { fields: { f: { type: 'integer', value: 2n ** 63n } } }, /64 bits/],
    ['an unsigned below zero', { fields: { f: { type: 'unsigned', value: -1n } } }, /64 bits/],
    ['a time past 64 bits', { timeNs: 2n ** 63n - 1n }, /time 9223372036854775807 ns/],
  ])('refuses %s', (_, change, message) => {
    expect(() => encodePoint(point(change))).toThrow(message);
  });
});

describe('encodePoints', () => {
  it('leaves out what cannot be carried and tells of it', () => {
    const refused: string[] = [];
    const points = [point({ timeNs: 1n }), point({ fields: {} }), point({ timeNs: 2n })];
    const encoded = encodePoints(points, (error) => refused.push(error.message));
    expect(encoded).toBe('gpu,host=h1 power_watts=712.5 1\ngpu,host=h1 power_watts=712.5 2\n');
    expect(refused).toEqual(['encode "gpu": it has no field']);
  });

  it('throws at the first bad point when nobody listens', () => {
    expect(() => encodePoints([point({ fields: {} })])).toThrow('it has no field');
  });
});

describe('PointEncoder that mends the values of tags', () => {
  const encoder = new PointEncoder({ mendsTagValues: true });

  it.each([
    ['C:\\', 'C:/'],
    ['up\nlink', 'up link'],
    ['a\\ b', 'a/ b'],
    ['plain\\path', 'plain\\path'],
  ])('carries %j as %j', (given, carried) => {
    const text = encoder.encode(point({ tags: { t: given } }));
    expect(parsePoints(Buffer.from(text), { precision: 'ns', nowNs: 0n })).toMatchObject({
      points: [{ tags: { t: carried } }],
      errors: [],
    });
  });

  it('refuses no value, and writes none that reads back as another', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        const text = encoder.encode(point({ tags: { host: 'h1', t: given } }));
        const { points, errors } = parsePoints(Buffer.from(text), { precision: 'ns', nowNs: 0n });
        expect(errors).toEqual([]);
        expect(points).toHaveLength(1);
        expect(encoder.encode(points[0] ?? point({}))).toBe(text);
      }),
    );
  });
});
