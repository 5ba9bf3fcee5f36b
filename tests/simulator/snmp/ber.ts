/** Tags of the elements that SNMP v1 and v2c messages are made of. */
export const tags = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  address: 0x40,
  counter32: 0x41,
  gauge: 0x42,
  timeticks: 0x43,
  opaque: 0x44,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
  getRequest: 0xa0,
  getNextRequest: 0xa1,
  response: 0xa2,
  getBulkRequest: 0xa5,
} as const;

export function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const size = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(size)]), ...content]);
}

function lengthBytes(size: number): number[] {
  if (size < 0x80) return [size];
  return size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
}

/** Two's complement in as few bytes as possible; unsigned types get a zero before a set top bit. */
export function integer(value: bigint | number, tag: number = tags.integer): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  let byte: number;
  do {
    byte = Number(rest & 0xffn);
    bytes.unshift(byte);
    rest >>= 8n;
  } while (!(rest === 0n && byte < 0x80) && !(rest === -1n && byte >= 0x80));
  return element(tag, Buffer.from(bytes));
}

export function oidBytes(oid: string): Buffer {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  return Buffer.from([first * 40 + second, ...rest.flatMap(arcBytes)]);
}

function arcBytes(arc: number): number[] {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest % 128) + 128);
  }
  return bytes;
}

export function oidText(bytes: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of bytes) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  return [
    Math.min(2, Math.floor(first / 40)),
    first - Math.min(2, Math.floor(first / 40)) * 40,
    ...rest,
  ].join('.');
}

export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/** The elements that follow each other in these bytes; an incomplete one is a RangeError. */
export function readElements(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const isLong = first >= 0x80;
    const size = isLong ? bytes.readUIntBE(at + 2, first & 0x7f) : first;
    const start = at + 2 + (isLong ? first & 0x7f : 0);
    at = start + size;
    if (at > bytes.length) throw new RangeError('element is cut off');
    elements.push({ tag, content: bytes.subarray(start, at) });
  }
  return elements;
}

export const readInteger = (content: Buffer): number =>
  content.readIntBE(0, Math.min(6, content.length));
