import { ObjectType, type Varbind } from 'net-snmp';
import type { SnmpValue } from '../client.ts';

/** The value of an answer; undefined where the device has none (noSuchObject, null, …). */
export function readValue({ type, value }: Varbind): SnmpValue | undefined {
  if (typeof value === 'number') return fromNumber(type, value);
  if (typeof value === 'string') return fromText(type, value);
  return value instanceof Uint8Array ? fromBytes(type, value) : undefined;
}

function fromNumber(type: number, value: number): SnmpValue | undefined {
  if (type === ObjectType.Integer) return { type: 'integer', value };
  if (type === ObjectType.Counter) return { type: 'counter32', value };
  if (type === ObjectType.Gauge) return { type: 'gauge', value };
  if (type === ObjectType.TimeTicks) return { type: 'timeticks', value };
  return undefined;
}

function fromText(type: number, value: string): SnmpValue | undefined {
  if (type === ObjectType.OID) return { type: 'oid', value };
  if (type === ObjectType.IpAddress) return { type: 'address', value };
  return undefined;
}

function fromBytes(type: number, bytes: Uint8Array): SnmpValue | undefined {
  if (type === ObjectType.Counter64) return { type: 'counter64', value: unsigned(bytes) };
  // Copied: the bytes are a window on the whole packet, which would live as long as the value.
  if (type === ObjectType.OctetString) return { type: 'octets', value: Uint8Array.from(bytes) };
  if (type === ObjectType.Opaque) return { type: 'opaque', value: Uint8Array.from(bytes) };
  return undefined;
}

/** Agents send counters in 1 to 9 bytes, with and without the leading zero of a positive integer. */
function unsigned(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes.subarray(-8)) value = (value << 8n) | BigInt(byte);
  return value;
}
