import { DOT, MINUS, ZERO } from './bytes.ts';

/** Digits that a double holds exactly, and the powers of ten that it does too. */
const exactDigits = 15;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, power) => 10 ** power);

const decimal = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/**
 * Reads `-12.5e3`. Few digits need no text: digits over a power of ten, both exact, round once and
 * so give the nearest double.
 *
 * @returns NaN for what is not a number, an infinity for what does not fit
 */
export function parseDecimal(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  let digits = 0;
  let point = -1;
  for (let at = first; at < end; at++) {
    const digit = digitAt(bytes, at);
    if (digit >= 0) digits = digits * 10 + digit;
    else if (bytes[at] === DOT && point < 0) point = at;
    else return parseDecimalText(bytes, start, end);
  }
  const count = end - first - (point < 0 ? 0 : 1);
  if (count === 0 || count > exactDigits) return parseDecimalText(bytes, start, end);
  const value = point < 0 ? digits : digits / (powersOfTen[end - point - 1] ?? NaN);
  return first === start ? value : -value;
}

function parseDecimalText(bytes: Buffer, start: number, end: number): number {
  const text = bytes.toString('latin1', start, end);
  return decimal.test(text) ? Number(text) : NaN;
}

/** @returns NaN for what is not a whole number of so few digits that a double holds it */
export function parseSmallWhole(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  if (first >= end || end - first > exactDigits) return NaN;
  let digits = 0;
  for (let at = first; at < end; at++) {
    const digit = digitAt(bytes, at);
    if (digit < 0) return NaN;
    digits = digits * 10 + digit;
  }
  // Not minus zero, which no whole number is.
  return first === start ? digits : 0 - digits;
}

/** @returns null for what is not a whole number, 'range' for one with more digits than 64 bits have */
export function parseWhole(bytes: Buffer, start: number, end: number): bigint | 'range' | null {
  const small = parseSmallWhole(bytes, start, end);
  if (!Number.isNaN(small)) return BigInt(small);
  const first = bytes[start] === MINUS ? start + 1 : start;
  if (first >= end) return null;
  for (let at = first; at < end; at++) if (digitAt(bytes, at) < 0) return null;
  const text = bytes.toString('latin1', start, end);
  // BigInt takes quadratic time over long digit strings, so those are refused by their length.
  return text.replace(/^-?0*/, '').length > 20 ? 'range' : BigInt(text);
}

/** @returns -1 for a byte that is no digit */
function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** False when the value is outside the 64 bits of its type. */
export function fitsWhole(type: 'integer' | 'unsigned', value: bigint): boolean {
  const kept = type === 'integer' ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value);
  return kept === value;
}
