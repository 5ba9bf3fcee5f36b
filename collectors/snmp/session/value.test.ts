import { ObjectType } from 'net-snmp';
import { describe, expect, it } from 'vitest';
import { readValue } from './value.ts';

const read = (type: keyof typeof ObjectType, value: unknown) =>
  readValue({ oid: '1.3.6.1', type: ObjectType[type], value });

describe('readValue', () => {
  it.each([
    ['one byte', [0x07], 7n],
    ['a set top bit', [0xff], 255n],
    ['eight bytes', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 2n ** 64n - 1n],
    ['a leading zero', [0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 2n ** 64n - 1n],
    ['nothing', [], 0n],
  ])('reads a Counter64 in %s', (_name, bytes, value) => {
    expect(read('Counter64', Buffer.from(bytes))).toEqual({ type: 'counter64', value });
  });

  it('keeps octets without the packet they came in', () => {
    const packet = Buffer.alloc(1500, 1);
    const value = read('OctetString', packet.subarray(10, 12));
    expect(value).toEqual({ type: 'octets', value: Uint8Array.of(1, 1) });
    expect(value?.type === 'octets' && value.value.buffer.byteLength).toBe(2);
  });

  it('finds nothing where the device has nothing', () => {
    for (const type of ['NoSuchObject', 'NoSuchInstance', 'EndOfMibView', 'Null'] as const) {
      expect(read(type, null)).toBeUndefined();
    }
  });

  it('finds nothing where a packet was cut', () => {
    expect(read('OctetString', null)).toBeUndefined();
    expect(read('Counter64', null)).toBeUndefined();
  });

  it('does not take a value of one type for another', () => {
    expect(read('OctetString', 7)).toBeUndefined();
    expect(read('Integer', Buffer.of(7))).toBeUndefined();
    expect(read('Gauge', '7')).toBeUndefined();
  });
});
