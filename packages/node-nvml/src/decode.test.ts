import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHandle, decodeLong, decodeLongOrNull, decodePciInfo, decodeText } from './decode.ts';
import { pciInfo } from './layouts.ts';

const manyRuns = { numRuns: 2000 };

describe('decodeText', () => {
  it('stops at the NUL', () => {
    expect(decodeText(Buffer.from('NVIDIA H200\0of before'), 0, 96)).toBe('NVIDIA H200');
  });

  it('ends a text that the driver did not end', () => {
    expect(decodeText(Buffer.alloc(200, 'x'), 8, 32)).toBe('x'.repeat(32));
  });

  it('keeps within its length and prints only what can be printed, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.nat(300),
        fc.nat(300),
        (bytes, offset, length) => {
          const text = decodeText(Buffer.from(bytes), offset, length);
          expect(text.length).toBeLessThanOrEqual(length);
          expect(text).not.toMatch(/\p{Cc}/u);
        },
      ),
      manyRuns,
    );
  });
});

describe('uint64', () => {
  it('is exact below 2^53 and near above', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64LE(value);
        expect(decodeLong(bytes, 0)).toBe(Number(value));
        expect(BigInt(decodeHandle(bytes, 0))).toBe(value);
      }),
      manyRuns,
    );
  });

  it('is null when blank', () => {
    expect(decodeLongOrNull(Buffer.alloc(8, 0xff), 0)).toBeNull();
    expect(decodeLongOrNull(Buffer.alloc(8), 0)).toBe(0);
  });
});

describe('decodePciInfo', () => {
  it('never fails on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: pciInfo.size, maxLength: pciInfo.size }), (bytes) => {
        const info = decodePciInfo(Buffer.from(bytes));
        expect(info.busId.length).toBeLessThanOrEqual(32);
        expect(info.domain).toBeGreaterThanOrEqual(0);
      }),
      manyRuns,
    );
  });
});
