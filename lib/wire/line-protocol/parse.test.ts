import { describe, expect, it } from 'vitest';
import type { FieldValue } from '#lib/model/sample.ts';
import { parsePoints, type ParseResult } from './parse.ts';
import type { Precision } from './precision.ts';

const nowNs = 1_700_000_000_000_000_000n;
const parse = (input: string | Uint8Array, precision: Precision = 'ns'): ParseResult =>
  parsePoints(input, { precision, nowNs });
const value = (text: string): FieldValue | undefined => parse(`m f=${text}`).points[0]?.fields['f'];
const fault = (input: string | Uint8Array) => {
  const [error] = parse(input).errors;
  return error && `${error.line}:${error.column} ${error.message}`;
};

describe('parsePoints', () => {
  it.each<[string, FieldValue['type'], number | bigint | string | boolean]>([
    ['0', 'float', 0],
    ['-0', 'float', -0],
    ['12.50', 'float', 12.5],
    ['.5', 'float', 0.5],
    ['5.', 'float', 5],
    ['-1.5E+3', 'float', -1500],
    ['1e-999', 'float', 0],
    ['0.1234567890123456789', 'float', 0.12345678901234568],
    ['123456789012345678', 'float', 123456789012345680],
    ['00012', 'float', 12],
    ['007i', 'integer', 7n],
    ['-9223372036854775808i', 'integer', -(2n ** 63n)],
    ['9223372036854775807i', 'integer', 2n ** 63n - 1n],
    ['18446744073709551615u', 'unsigned', 2n ** 64n - 1n],
    ['t', 'boolean', true],
    ['T', 'boolean', true],
    ['true', 'boolean', true],
    ['True', 'boolean', true],
    ['TRUE', 'boolean', true],
    ['f', 'boolean', false],
    ['F', 'boolean', false],
    ['false', 'boolean', false],
    ['False', 'boolean', false],
    ['FALSE', 'boolean', false],
    ['""', 'string', ''],
    ['"a,b=c d"', 'string', 'a,b=c d'],
    ['"a\\"b\\\\c\\n"', 'string', 'a"b\\c\\n'],
    ['"two\nlines"', 'string', 'two\nlines'],
    ['"carriage\r\nreturn"', 'string', 'carriage\r\nreturn'],
  ])('reads %s as %s', (text, type, expected) => {
    expect(value(text)).toEqual({ type, value: expected });
  });

  it('reads escapes in names and tags, and leaves other backslashes alone', () => {
    const line = String.raw`a\ b\,c\=d,k\ \=\,=v\"\x\\\,\  f\ \=\,\"\z=1 5`;
    expect(parse(line).points).toEqual([
      {
        measurement: 'a b,c\\=d',
        tags: { 'k =,': 'v\\"\\x\\\\, ' },
        fields: { 'f =,"\\z': { type: 'float', value: 1 } },
        timeNs: 5n,
      },
    ]);
  });

  it('takes quotes in measurements and tags for themselves', () => {
    const [point] = parse('"m",t="a" "f"=1').points;
    expect(point).toMatchObject({ measurement: '"m"', tags: { t: '"a"' } });
    expect(Object.keys(point?.fields ?? {})).toEqual(['"f"']);
  });

  it.each<[Precision, bigint]>([
    ['ns', 7n],
    ['n', 7n],
    ['us', 7_000n],
    ['u', 7_000n],
    ['ms', 7_000_000n],
    ['s', 7_000_000_000n],
  ])('reads times in %s', (precision, timeNs) => {
    expect(parse('m f=1 7', precision).points[0]?.timeNs).toBe(timeNs);
  });

  it('gives a line without a time the time of the caller', () => {
    expect(parse('m f=1 \nm f=1').points.map((point) => point.timeNs)).toEqual([nowNs, nowNs]);
  });

  it('skips comments, blank lines and blanks, and accepts CRLF', () => {
    const input = '# said "x="\r\n\r\n  \n \tm  f=1  1 \r\nm f="x" 2\r\n#end';
    expect(parse(input)).toMatchObject({ points: [{ timeNs: 1n }, { timeNs: 2n }], errors: [] });
  });

  it('keeps the last value of a field that comes twice, in whichever spelling', () => {
    expect(parse('m f"=1,g=2,f\\"=3i').points[0]?.fields).toEqual({
      'f"': { type: 'integer', value: 3n },
      g: { type: 'float', value: 2 },
    });
  });

  it('keeps the good lines around bad ones and says where each bad one is', () => {
    const { points, errors } = parse('m f=1 1\nm f=\nm f="a\nb" 2\nbad\n\nm f=2 3');
    expect(points.map((point) => point.timeNs)).toEqual([1n, 2n, 3n]);
    expect(errors).toEqual([
      { line: 2, column: 5, message: 'field "f" has no value' },
      { line: 5, column: 4, message: 'the line has no field' },
    ]);
  });

  it.each([
    [',t=1 f=1', '1:1 the measurement is missing'],
    ['m,=1 f=1', '1:3 a tag has no name'],
    ['m, f=1', '1:3 a tag has no name'],
    ['m,t f=1', '1:4 tag "t" has no value'],
    ['m,t= f=1', '1:4 tag "t" has no value'],
    ['m,t=a=b f=1', '1:6 the value of tag "t" has an = that is not escaped'],
    ['m,t=1,t=2 f=1', '1:7 tag "t" comes twice'],
    ['m', '1:2 the line has no field'],
    ['m =1', '1:3 a field has no name'],
    ['m f=1,', '1:7 a field has no name'],
    ['m f', '1:4 field "f" has no value'],
    ['m f,g=1', '1:4 field "f" has no value'],
    ['é f=1,g=x', '1:9 field "g": "x" is not a number, a boolean or a quoted string'],
    ['m f=tRUE', '1:5 field "f": "tRUE" is not a number, a boolean or a quoted string'],
    ['m f=+1', '1:5 field "f": "+1" is not a number, a boolean or a quoted string'],
    ['m f=1e', '1:5 field "f": "1e" is not a number, a boolean or a quoted string'],
    ['m f=-', '1:5 field "f": "-" is not a number, a boolean or a quoted string'],
    ['m f=NaN', '1:5 field "f": "NaN" is not a number, a boolean or a quoted string'],
    ['m f=0x10', '1:5 field "f": "0x10" is not a number, a boolean or a quoted string'],
    ['m f=1.5i', '1:5 field "f": "1.5i" is not a number, a boolean or a quoted string'],
    ['m f=1e999', '1:5 field "f": "1e999" is outside the range of its type'],
    [
      'm f=9223372036854775808i',
      '1:5 field "f": "9223372036854775808i" is outside the range of its type',
    ],
    ['m f=-1u', '1:5 field "f": "-1u" is outside the range of its type'],
    ['m f="a"b', '1:8 text follows the closing quote of field "f"'],
    [
      'm f="a\nm f=1',
      '1:5 the string of field "f" is not closed, so that everything behind it is lost',
    ],
    ['m f="a\nb"c', '2:3 text follows the closing quote of field "f"'],
    ['m f=1 x', '1:7 timestamp "x" is not a whole number'],
    ['m f=1 1e3', '1:7 timestamp "1e3" is not a whole number'],
    ['m f=1 1 2', '1:9 text follows the timestamp'],
  ])('says what is wrong with %j', (input, message) => {
    expect(fault(input)).toBe(message);
  });

  it.each(['9223372036854775807', '-9223372036854775808', '1'.repeat(1000)])(
    'refuses the time %s',
    (time) => {
      expect(fault(`m f=1 ${time}`)).toMatch(/does not fit into 64 bits of nanoseconds/);
    },
  );

  it('refuses only the line that is not UTF-8, at its first bad byte', () => {
    const input = Buffer.concat([
      Buffer.from('m,t=é f=1 1\nm,t=é'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from(' f=1 2\nm f=1 3'),
    ]);
    expect(parse(input).points.map((point) => point.timeNs)).toEqual([1n, 3n]);
    expect(fault(input)).toBe('2:6 the line is not UTF-8');
  });
});
