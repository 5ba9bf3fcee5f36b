import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExact } from './exact-json.ts';

describe('parseExact', () => {
  it('leaves the digits of a fraction alone, however many there are', () => {
    expect(parseExact('[0.0250000000000000013,-0.1234567890123456789]')).toEqual([
      0.025,
      Number('-0.1234567890123456789'),
    ]);
  });

  it('reads what JSON.parse reads from any number that a double holds', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (numbers) => {
        const fractions = numbers.filter((number) => !Number.isInteger(number));
        expect(parseExact(JSON.stringify(fractions))).toEqual(fractions);
      }),
    );
  });

  it('keeps every digit of a whole number and every character of a text', () => {
    const text =
      '{"a":[1234567890123456789,-1234567890123456789,12],"b":"say \\"1234567890123456789\\""}';
    expect(parseExact(text)).toEqual({
      a: [['1234567890123456789'], ['-1234567890123456789'], 12],
      b: 'say "1234567890123456789"',
    });
  });
});
