import type { SnmpValue } from '../client.ts';

/** A value as a word; null where it is empty. */
export function textOf(value: SnmpValue): string | null {
  switch (value.type) {
    case 'octets':
      return textOfBytes(value.value);
    case 'opaque':
      return textOfOpaque(value.value);
    case 'oid':
    case 'address':
      return value.value;
    case 'integer':
    case 'counter32':
    case 'counter64':
    case 'gauge':
    case 'timeticks':
      return String(value.value);
  }
}

/** Some devices pad text with zeros; what is no text is shown as a MAC address would be. */
function textOfBytes(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes).replace(/\0+$/, '');
  if (!isReadable(text)) return hexOf(bytes);
  return text.trim() === '' ? null : text.trim();
}

/** Text with its padding; null where the value is no text. */
export function wholeTextOf(value: SnmpValue): string | null {
  if (value.type !== 'octets') return null;
  const text = new TextDecoder().decode(value.value);
  return text.includes('\ufffd') ? null : text;
}

function isReadable(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  return !/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/.test(text);
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** net-snmp: 9f 78 04 and four bytes of a float, 9f 79 08 and eight of a double. */
function textOfOpaque(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] !== 0x9f) return null;
  if (bytes[1] === 0x78 && bytes.length === 7) return String(view.getFloat32(3));
  if (bytes[1] === 0x79 && bytes.length === 11) return String(view.getFloat64(3));
  return null;
}

const leadingNumber = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/i;

/** Reads 23.5, " 23.5 C" and 2,3: numbers also come as text. Null where there is none. */
export function numberOf(text: string): number | null {
  const [, digits] = leadingNumber.exec(text.replace(/^(\s*[-+]?\d+),(\d+)/, '$1.$2')) ?? [];
  const number = Number(digits);
  return digits === undefined || !Number.isFinite(number) ? null : number;
}

/** What an agent that ignores the sign sent: 4294967286 is −10. */
export function withSign(number: number): number {
  return number >= 2 ** 31 && number < 2 ** 32 ? number - 2 ** 32 : number;
}
