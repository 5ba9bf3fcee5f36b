import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnergy } from './energy-accumulator.ts';

/** A table of that revision, all ones as the driver leaves it, with the accumulator in its place. */
function tableOf(revision: readonly [number, number], size: number, offset: number, units: bigint) {
  const table = Buffer.alloc(size, 0xff);
  table.writeUInt16LE(size, 0);
  table.writeUInt8(revision[0], 2);
  table.writeUInt8(revision[1], 3);
  table.writeBigUInt64LE(units, offset);
  return table;
}

describe('the energy of gpu_metrics', () => {
  it.each([
    [[1, 4], 288, 24],
    [[1, 5], 360, 88],
    [[1, 6], 1664, 16],
    [[1, 7], 2208, 24],
    [[1, 8], 3360, 24],
    [[1, 8], 3872, 24],
  ] as const)('of revision %j with %i bytes stands at %i, in 2^-16 J', (revision, size, offset) => {
    expect(readEnergy(tableOf(revision, size, offset, 65_536n * 1000n))).toBe(1000);
    expect(readEnergy(tableOf(revision, size, offset, 1n))).toBe(2 ** -16);
    expect(readEnergy(tableOf(revision, size, offset, 2n ** 64n - 1n))).toBeNull();
  });

  it('is not guessed at where the layout is not known for sure', () => {
    expect(readEnergy(tableOf([1, 3], 120, 24, 5n))).toBeNull();
    expect(readEnergy(tableOf([2, 4], 168, 24, 5n))).toBeNull();
    // An earlier draft of revision 1.6 had another layout under the same number.
    expect(readEnergy(tableOf([1, 6], 400, 88, 5n))).toBeNull();
    expect(readEnergy(tableOf([1, 4], 288, 24, 5n).subarray(0, 100))).toBeNull();
    expect(readEnergy(null)).toBeNull();
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const energy = readEnergy(Buffer.from(bytes));
        expect(energy === null || energy >= 0).toBe(true);
      }),
    );
  });
});
