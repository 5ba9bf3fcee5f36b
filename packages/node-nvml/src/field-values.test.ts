import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldInBaseUnits } from './field-units.ts';
import { decodeFieldValue } from './field-values.ts';
import { field } from './fields.ts';
import { fieldValue } from './layouts.ts';

const { at, size } = fieldValue;

describe('decodeFieldValue', () => {
  it.each<[type: number, write: (bytes: Buffer) => void, value: number | bigint]>([
    [0, (bytes) => bytes.writeDoubleLE(0.25, at.value), 0.25],
    [1, (bytes) => bytes.writeUInt32LE(4_000_000_000, at.value), 4_000_000_000],
    [2, (bytes) => bytes.writeBigUInt64LE(5n, at.value), 5],
    [3, (bytes) => bytes.writeBigUInt64LE(2n ** 63n, at.value), 2n ** 63n],
    [4, (bytes) => bytes.writeBigInt64LE(-7n, at.value), -7],
    [5, (bytes) => bytes.writeInt32LE(-40, at.value), -40],
    [6, (bytes) => bytes.writeUInt16LE(300, at.value), 300],
  ])('reads a value of type %i', (type, write, value) => {
    const bytes = entry(type);
    write(bytes);
    expect(decodeFieldValue(bytes, 0)).toEqual({ kind: 'value', value });
  });

  it('takes the code of the entry, not the zero beside it', () => {
    const bytes = entry(1);
    bytes.writeInt32LE(3, at.nvmlReturn);
    expect(decodeFieldValue(bytes, 0)).toMatchObject({ kind: 'unknown', code: 3 });
  });

  it.each([
    ['a double that is no number', entry(0, Buffer.from('000000000000f87f', 'hex'))],
    ['an infinite double', entry(0, Buffer.from('000000000000f07f', 'hex'))],
    ['a blank uint32', entry(1, Buffer.alloc(8, 0xff))],
    ['a blank uint64', entry(3, Buffer.alloc(8, 0xff))],
    ['a type that nobody knows', entry(7, Buffer.alloc(8, 1))],
  ])('reads %s as no data', (_name, bytes) => {
    expect(decodeFieldValue(bytes, 0)).toMatchObject({ kind: 'unknown', code: 21 });
  });

  it('makes a finite number, a bigint or a gap of any bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: size, maxLength: size }),
        fc.nat(8),
        fc.nat(310),
        fc.boolean(),
        (raw, type, id, succeeds) => {
          const bytes = Buffer.from(raw);
          bytes.writeUInt32LE(type, at.valueType);
          if (succeeds) bytes.writeInt32LE(0, at.nvmlReturn);
          const reading = decodeFieldValue(bytes, 0);
          if (reading.kind !== 'value') return;
          const converted = fieldInBaseUnits(id, reading.value);
          expect(typeof converted === 'bigint' || Number.isFinite(converted)).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('fieldInBaseUnits', () => {
  it.each([
    ['milliwatts', field.powerInstant, 698_123, 698.123],
    ['millijoules', field.totalEnergyConsumption, 5_000n, 5],
    ['kibibytes', field.nvlinkThroughputDataRx, 2, 2048],
    ['kibibytes beyond 2^53 bytes', field.nvlinkThroughputDataTx, 2 ** 43 + 1, 2n ** 53n + 1024n],
    ['nanoseconds', field.perfPolicyThermal, 2_500_000_000, 2.5],
    ['megabytes a second', field.nvlinkSpeedMbpsCommon, 26_562, 26_562_000_000],
    ['celsius', field.memoryTemp, 71, 71],
    ['bytes', field.pcieCountTxBytes, 4096, 4096],
  ])('converts %s', (_unit, id, value, expected) => {
    expect(fieldInBaseUnits(id, value)).toBe(expected);
  });
});

function entry(type: number, value = Buffer.alloc(8)): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32LE(type, at.valueType);
  value.copy(bytes, at.value);
  return bytes;
}
