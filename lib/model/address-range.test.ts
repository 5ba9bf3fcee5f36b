import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAddresses, listAddresses, parseAddressRange } from './address-range.ts';

function addresses(...texts: string[]): string[] {
  return listAddresses(texts.map(parseAddressRange).filter((range) => range !== null));
}

describe('parseAddressRange', () => {
  it('reads networks without their own and the broadcast address', () => {
    expect(addresses('10.0.3.0/30')).toEqual(['10.0.3.1', '10.0.3.2']);
    expect(addresses('10.0.3.7/31')).toEqual(['10.0.3.6', '10.0.3.7']);
    expect(addresses('10.0.3.7/32')).toEqual(['10.0.3.7']);
    expect(addresses('255.255.255.252/30')).toEqual(['255.255.255.253', '255.255.255.254']);
  });

  it('reads from–to with a whole address or its last number, and one address', () => {
    expect(addresses('10.0.0.254-10.0.1.1')).toHaveLength(4);
    expect(addresses('10.0.3.9-11')).toEqual(['10.0.3.9', '10.0.3.10', '10.0.3.11']);
    expect(addresses(' 10.0.3.9 ')).toEqual(['10.0.3.9']);
  });

  it('names every address once, whatever ranges share', () => {
    expect(addresses('10.0.3.1-3', '10.0.3.2-4')).toHaveLength(4);
  });

  it.each([
    '',
    '10.0.3',
    '10.0.3.256',
    '10.0.3.0/33',
    '10.0.3.9-8',
    'pdu-1',
    '::1',
    '10.0.3.1-2-3',
    '10.0.3.1,10.0.3.2',
  ])('refuses %j', (text) => {
    expect(parseAddressRange(text)).toBeNull();
  });

  it('counts what it lists', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(octet, octet, fc.integer({ min: 20, max: 32 }), (c, d, bits) => {
        const range = parseAddressRange(`10.1.${c}.${d}/${bits}`);
        return range !== null && listAddresses([range]).length === countAddresses(range);
      }),
    );
  });
});
