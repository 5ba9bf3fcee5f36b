import type { DeviceCalls } from './device-calls.ts';
import { decodeLong, isBlankLong, isPlausible } from './decode.ts';
import { fieldValue } from './layouts.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type { FieldRequest } from './shapes.ts';

/** Numbers of a C type that may exceed 2^53 come as bigint when they do. */
export type FieldNumber = number | bigint;

/** More at a time than anybody asks for; the rest goes into further calls. */
const mostEntries = 256;

/** Reads of many fields in one call. A buffer is kept, so that no call allocates one. */
export class FieldReader {
  readonly #calls: DeviceCalls;
  #entries = Buffer.alloc(0);

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  /**
   * One reading a request, in order. The call succeeds when any field was filled: only the
   * return code of each entry says which.
   */
  read(requests: readonly FieldRequest[]): Reading<readonly Reading<FieldNumber>[]> {
    const readings: Reading<FieldNumber>[] = [];
    for (let start = 0; start < requests.length; start += mostEntries) {
      const chunk = requests.slice(start, start + mostEntries);
      const code = this.#fill(chunk);
      if (code !== 0) return gapOf(code);
      for (const index of chunk.keys()) {
        readings.push(decodeFieldValue(this.#entries, index * fieldValue.size));
      }
    }
    return valueOf(readings);
  }

  #fill(requests: readonly FieldRequest[]): number {
    const { at, size } = fieldValue;
    const length = requests.length * size;
    if (this.#entries.length < length) this.#entries = Buffer.alloc(length);
    const entries = this.#entries;
    entries.fill(0, 0, length);
    for (const [index, request] of requests.entries()) {
      const start = index * size;
      entries.writeUInt32LE(request.fieldId, start + at.fieldId);
      entries.writeUInt32LE(request.scopeId ?? 0, start + at.scopeId);
      entries.writeInt32LE(nvmlReturn.noData, start + at.nvmlReturn);
    }
    const call = this.#calls.call('nvmlDeviceGetFieldValues');
    return call(this.#calls.handle, requests.length, entries);
  }
}

/** The types of the union that carries a value, as `valueType` numbers them. */
const valueType = {
  double: 0,
  unsignedInt: 1,
  unsignedLong: 2,
  unsignedLongLong: 3,
  signedLongLong: 4,
  signedInt: 5,
  unsignedShort: 6,
} as const;

export function decodeFieldValue(bytes: Buffer, start: number): Reading<FieldNumber> {
  const { at } = fieldValue;
  const code = bytes.readInt32LE(start + at.nvmlReturn);
  if (code !== 0) return gapOf(code);
  const offset = start + at.value;
  switch (bytes.readUInt32LE(start + at.valueType)) {
    case valueType.double:
      return plausible(bytes.readDoubleLE(offset));
    case valueType.unsignedInt:
      return unlessBlank(bytes.readUInt32LE(offset), 0xffff_ffff);
    case valueType.unsignedLong:
    case valueType.unsignedLongLong:
      return isBlankLong(bytes, offset) ? noData() : valueOf(exactUnsigned(bytes, offset));
    case valueType.signedLongLong:
      return valueOf(exactSigned(bytes, offset));
    case valueType.signedInt:
      return valueOf(bytes.readInt32LE(offset));
    case valueType.unsignedShort:
      return unlessBlank(bytes.readUInt16LE(offset), 0xffff);
    default:
      return noData();
  }
}

function plausible(value: number): Reading<number> {
  return isPlausible(value) ? valueOf(value) : noData();
}

function unlessBlank(value: number, blank: number): Reading<number> {
  return value === blank ? noData() : valueOf(value);
}

function exactUnsigned(bytes: Buffer, offset: number): FieldNumber {
  const isSafe = bytes.readUInt32LE(offset + 4) < 0x20_0000;
  return isSafe ? decodeLong(bytes, offset) : bytes.readBigUInt64LE(offset);
}

function exactSigned(bytes: Buffer, offset: number): FieldNumber {
  const value = bytes.readBigInt64LE(offset);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
