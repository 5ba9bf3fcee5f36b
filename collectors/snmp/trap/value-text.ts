import type { SnmpValue, VarBind } from '../client.ts';

/** A value of a trap as people read it. */
export function valueText(value: SnmpValue): string {
  switch (value.type) {
    case 'timeticks':
      return `${value.value / 100} s`;
    case 'octets':
      return printable(value.value) ?? hex(value.value);
    case 'opaque':
      return hex(value.value);
    default:
      return String(value.value);
  }
}

/** All values with their OIDs: what is unknown stays readable for whoever has the MIB. */
export function valuesText(values: readonly VarBind[]): string {
  return values.map(({ oid, value }) => `${oid} = ${valueText(value)}`).join(', ');
}

/** What the device itself says in words. */
export function sentences(values: readonly VarBind[]): string[] {
  return values.flatMap(({ value }) => {
    const text = value.type === 'octets' ? printable(value.value) : null;
    return text === null || text === '' ? [] : [text];
  });
}

const unprintable = /[\p{Cc}\p{Co}\p{Cn}]/u;

function printable(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\0+$/, '').trim();
    return unprintable.test(text.replaceAll(/[\r\n\t]/g, ' ')) ? null : text;
  } catch {
    return null;
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
