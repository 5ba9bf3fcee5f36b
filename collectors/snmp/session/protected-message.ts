/** Bits of msgFlags, RFC 3412. */
export const flags = { authenticated: 1, private: 2 } as const;

const reportTag = 0xa8;
const sequenceTag = 0x30;

/**
 * Whether a message has the protection its user asks for. Only Reports may come without it, RFC
 * 3412 section 7.2; net-snmp takes any answer, so that a forger would need no key.
 */
export function isProtected(packet: Uint8Array, wanted: number): boolean {
  const [version, header, , data] = readElements(readElements(packet)[0]?.content);
  if (version?.content[0] !== 3 || header === undefined || data === undefined) return false;
  const given = readElements(header.content)[2]?.content[0] ?? 0;
  if ((given & wanted) === wanted) return true;
  return data.tag === sequenceTag && readElements(data.content)[2]?.tag === reportTag;
}

export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** The elements of a BER sequence, as far as they are whole. */
export function readElements(bytes: Uint8Array = new Uint8Array()): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 1 < bytes.length;) {
    const { start, length } = readLength(bytes, at + 1);
    const end = start + length;
    if (end > bytes.length) break;
    elements.push({ tag: bytes[at] ?? 0, content: bytes.subarray(start, end) });
    at = end;
  }
  return elements;
}

function readLength(bytes: Uint8Array, at: number): { start: number; length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { start: at + 1, length: first };
  const count = first & 0x7f;
  let length = 0;
  for (const byte of bytes.subarray(at + 1, at + 1 + count)) length = length * 256 + byte;
  return { start: at + 1 + count, length };
}
