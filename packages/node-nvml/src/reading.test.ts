import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapOf, mapReading, valueOf } from './reading.ts';
import { returnCodes } from './return-codes.ts';

describe('gapOf', () => {
  it.each([
    [3, 'unknown', 'not supported by this GPU'],
    [4, 'unknown', 'no permission for this user'],
    [13, 'unknown', 'this driver has no such function'],
    [15, 'lost', 'the driver lost the GPU'],
    [9, 'unavailable', 'the NVIDIA driver is not loaded'],
    [18, 'unavailable', 'driver and library differ in version'],
    [999, 'unavailable', 'the driver failed for a reason of its own'],
    [4711, 'unknown', 'the driver returned 4711'],
  ])('reads %i as %s', (code, kind, reason) => {
    expect(gapOf(code)).toMatchObject({ kind, code, reason });
  });

  it('tells a lost GPU from one that waits for a reset and from one that is not there', () => {
    expect([15, 16, 28].map((code) => gapOf(code))).toMatchObject([
      { kind: 'lost', state: 'lost' },
      { kind: 'lost', state: 'reset-required' },
      { kind: 'lost', state: 'not-found' },
    ]);
  });

  it('never makes a value of any code, and keeps the code', () => {
    fc.assert(
      fc.property(fc.integer(), (code) => {
        const gap = gapOf(code);
        expect(gap.code).toBe(code);
        expect(gap.reason).not.toBe('');
        expect(['unknown', 'lost', 'unavailable']).toContain(gap.kind);
      }),
    );
  });

  it('hands out known gaps without making new ones', () => {
    for (const code of returnCodes.keys()) expect(gapOf(code)).toBe(gapOf(code));
  });
});

describe('mapReading', () => {
  it('converts values and leaves gaps alone', () => {
    expect(mapReading(valueOf(2), (value) => value * 2)).toEqual({ kind: 'value', value: 4 });
    expect(mapReading(gapOf(3), () => 1)).toBe(gapOf(3));
  });
});
