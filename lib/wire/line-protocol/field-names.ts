import { BACKSLASH, COMMA, EQUALS, SPACE } from './bytes.ts';

/** A field's name as bytes of the input, escapes included. */
export interface RawName {
  readonly raw: Uint8Array;
  readonly name: FieldName;
  /** Field that came after this one the last time, a guess for the next time. */
  next: RawName | null;
}

/** A field's name; several spellings may mean the same one. */
export interface FieldName {
  readonly text: string;
  /** Number of the parse that met it last, and its place there: finds a name that comes twice. */
  seenIn: number;
  slot: number;
}

/**
 * Names of fields by their bytes. Lines of one measurement name the same fields in the same order,
 * so that most names are found by comparing them with the one that is expected.
 */
export class FieldNames {
  readonly #byRaw = new Map<string, RawName>();
  readonly #byText = new Map<string, FieldName>();
  #bytes = 0;

  /** Length of all names together. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @returns null when no `=` ends the name; `previous` is what stood before it. */
  find(
    bytes: Buffer,
    start: number,
    end: number,
    previous: { next: RawName | null },
  ): RawName | null {
    const expected = previous.next;
    if (expected && standsAt(bytes, start, end, expected.raw)) return expected;
    const equals = endOfName(bytes, start, end);
    if (bytes[equals] !== EQUALS || equals >= end) return null;
    const found = this.#intern(bytes, start, equals);
    previous.next = found;
    return found;
  }

  #intern(bytes: Buffer, start: number, end: number): RawName {
    const key = bytes.toString('latin1', start, end);
    const known = this.#byRaw.get(key);
    if (known) return known;
    const text = bytes.toString('utf8', start, end).replaceAll(/\\([,= "])/g, '$1');
    const name = this.#byText.get(text) ?? { text, seenIn: 0, slot: 0 };
    this.#byText.set(text, name);
    const made = { raw: Uint8Array.from(bytes.subarray(start, end)), name, next: null };
    this.#byRaw.set(key, made);
    this.#bytes += key.length;
    return made;
  }
}

function standsAt(bytes: Buffer, start: number, end: number, raw: Uint8Array): boolean {
  const { length } = raw;
  if (start + length >= end || bytes[start + length] !== EQUALS) return false;
  for (let i = 0; i < length; i++) if (bytes[start + i] !== raw[i]) return false;
  return true;
}

/** Index of the first unescaped `=`, comma or space. */
export function endOfName(bytes: Buffer, start: number, end: number): number {
  let at = start;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte !== EQUALS && byte !== COMMA && byte !== SPACE) continue;
    if (at === start || bytes[at - 1] !== BACKSLASH) break;
  }
  return at;
}
