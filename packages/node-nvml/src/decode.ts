import type { FieldType, Struct } from './struct.ts';
import type { PciInfo } from './shapes.ts';
import { pciInfo } from './layouts.ts';

/** No quantity of a GPU is larger, and in no unit does one overflow. */
const largest = 1e100;

/** Whether a double of the driver can be a measurement at all. */
export function isPlausible(value: number): boolean {
  return Math.abs(value) <= largest;
}

/** All ones: what the driver writes for a number it does not have. */
export const blankWord = 0xffff_ffff;

/** Text up to its NUL, or all of it where the driver forgot the NUL; nothing unprintable. */
export function decodeText(bytes: Buffer, offset: number, length: number): string {
  const end = Math.min(offset + length, bytes.length);
  const terminator = bytes.indexOf(0, offset);
  const text = bytes.toString('utf8', offset, terminator < 0 ? end : Math.min(terminator, end));
  return text.replace(/\p{Cc}/gu, '');
}

/** A uint64 as a number: exact below 2^53, and rounded to 53 bits above. */
export function decodeLong(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset) + bytes.readUInt32LE(offset + 4) * 0x1_0000_0000;
}

/** A uint64 that the driver may leave blank. */
export function decodeLongOrNull(bytes: Buffer, offset: number): number | null {
  return isBlankLong(bytes, offset) ? null : decodeLong(bytes, offset);
}

export function isBlankLong(bytes: Buffer, offset: number): boolean {
  return bytes.readUInt32LE(offset) === blankWord && bytes.readUInt32LE(offset + 4) === blankWord;
}

/** A uint32 that the driver may leave blank, such as an id of MIG outside of MIG. */
export function decodeWordOrNull(bytes: Buffer, offset: number): number | null {
  const word = bytes.readUInt32LE(offset);
  return word === blankWord ? null : word;
}

/** A pointer or handle: a number where that is exact. */
export function decodeHandle(bytes: Buffer, offset: number): number | bigint {
  const handle = bytes.readBigUInt64LE(offset);
  return handle <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(handle) : handle;
}

export function decodePciInfo(bytes: Buffer): PciInfo {
  const { at } = pciInfo;
  return {
    busId: decodeText(bytes, at.busId, 32),
    domain: bytes.readUInt32LE(at.domain),
    bus: bytes.readUInt32LE(at.bus),
    device: bytes.readUInt32LE(at.device),
    deviceId: bytes.readUInt32LE(at.pciDeviceId),
    subsystemId: bytes.readUInt32LE(at.pciSubSystemId),
  };
}

/** Makes the record ready for a call that fills it: what the driver leaves out stays blank. */
export function blank(
  bytes: Buffer,
  layout: Struct<Record<string, FieldType>> & { readonly version?: number },
): Buffer {
  bytes.fill(0xff, 0, layout.size);
  if (layout.version !== undefined) bytes.writeUInt32LE(layout.version, 0);
  return bytes;
}
