import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberOf, textOf, withSign } from './value.ts';

const octets = (bytes: Uint8Array | string) =>
  textOf({ type: 'octets', value: Buffer.from(bytes) });

describe('textOf', () => {
  it('drops the zeros that some devices pad text with', () => {
    expect(octets('eth0\0\0\0\0')).toBe('eth0');
  });

  it('has nothing to say for empty text', () => {
    expect(octets('')).toBeNull();
    expect(octets('  ')).toBeNull();
  });

  it('shows what is no text as a MAC address', () => {
    expect(octets(Buffer.from('001c73b3afbb', 'hex'))).toBe('00:1c:73:b3:af:bb');
  });

  it('opens the floats that net-snmp wraps', () => {
    const float = Buffer.from('9f7804411c0000', 'hex');
    const double = Buffer.from('9f79084023800000000000', 'hex');
    expect(textOf({ type: 'opaque', value: float })).toBe('9.75');
    expect(textOf({ type: 'opaque', value: double })).toBe('9.75');
    expect(textOf({ type: 'opaque', value: Buffer.from('0401', 'hex') })).toBeNull();
  });
});

describe('numberOf', () => {
  it.each([
    ['23.5', 23.5],
    [' 23.5 C', 23.5],
    ['-4', -4],
    ['2,3', 2.3],
    ['+7 %', 7],
    ['1e3', 1000],
    ['.5', 0.5],
  ])('reads %j', (text, number) => {
    expect(numberOf(text)).toBe(number);
  });

  it.each(['', 'n/a', 'notsupported', '--', 'NaN', 'Infinity'])('finds none in %j', (text) => {
    expect(numberOf(text)).toBeNull();
  });

  it('reads back every number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(numberOf(String(number))).toBe(Object.is(number, -0) ? 0 : number);
      }),
    );
  });
});

describe('withSign', () => {
  it('gives back the sign that an agent ignored', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (number) => {
        expect(withSign(number >>> 0)).toBe(number);
      }),
    );
  });
});
