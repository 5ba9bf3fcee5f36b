/** The bytes that have a meaning in line protocol. */
export const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const COMMA = 44;
export const MINUS = 45;
export const DOT = 46;
export const ZERO = 48;
export const EQUALS = 61;
export const BACKSLASH = 92;

/** What may stand before a measurement and between the parts of a line, as in InfluxDB. */
export function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === 0;
}

export function skipBlank(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(bytes[at])) at++;
  return at;
}

/** Index of the first `byte` that no backslash precedes, or `end`. */
export function indexOfUnescaped(
  bytes: Uint8Array,
  byte: number,
  start: number,
  end: number,
): number {
  let at = start;
  while (at < end && (bytes[at] !== byte || (at > start && bytes[at - 1] === BACKSLASH))) at++;
  return at;
}
