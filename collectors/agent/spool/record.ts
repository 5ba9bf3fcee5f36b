import { crc32 } from 'node:zlib';

/** A record on disk: length and CRC-32 of the payload as 32-bit little-endian, then the payload. */
export const headerBytes = 8;

/** Far above any batch: a length beyond it is damage, not a record. */
export const maxPayloadBytes = 64 * 1024 * 1024;

export function encodeRecord(payload: Uint8Array): Buffer {
  const record = Buffer.allocUnsafe(headerBytes + payload.length);
  record.writeUInt32LE(payload.length, 0);
  record.writeUInt32LE(crc32(payload), 4);
  record.set(payload, headerBytes);
  return record;
}

/**
 * Where each whole record ends, up to the first that is torn or damaged; what follows that one
 * cannot be told apart from noise.
 */
export function findRecordEnds(segment: Buffer): number[] {
  const ends: number[] = [];
  let offset = 0;
  for (;;) {
    const payload = payloadAt(segment, offset);
    if (!payload) return ends;
    offset += headerBytes + payload.length;
    ends.push(offset);
  }
}

/** The payload of the record that begins at `offset`, or null when it is not whole. */
export function payloadAt(segment: Buffer, offset: number): Buffer | null {
  if (offset + headerBytes > segment.length) return null;
  const length = segment.readUInt32LE(offset);
  const end = offset + headerBytes + length;
  if (length > maxPayloadBytes || end > segment.length) return null;
  const payload = segment.subarray(offset + headerBytes, end);
  return crc32(payload) === segment.readUInt32LE(offset + 4) ? payload : null;
}
