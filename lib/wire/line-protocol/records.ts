import {
  BACKSLASH,
  EQUALS,
  HASH,
  indexOfUnescaped,
  LINE_FEED,
  QUOTE,
  skipBlank,
  SPACE,
} from './bytes.ts';

/** Where one record lies: `[start, end)`, without the newline that ends it. */
export interface RecordSpan {
  readonly start: number;
  readonly end: number;
  /** Physical line on which it starts, from 1. */
  readonly line: number;
  /** Physical line on which the record behind it starts. */
  readonly nextLine: number;
  /** False when the input ended before a newline did: more bytes could still change the record. */
  readonly complete: boolean;
}

/**
 * Cuts bytes into records. Where a record ends depends on nothing but its quotes, never on whether
 * it can be parsed, so that text inside a bad record is never taken for a line of its own. A quoted
 * string begins with a quote right after an unescaped `=` behind the first unescaped space.
 */
export function* splitRecords(bytes: Buffer, firstLine = 1): Generator<RecordSpan> {
  let start = 0;
  let line = firstLine;
  let nextQuote = -1;
  while (start < bytes.length) {
    if (nextQuote < start) nextQuote = indexOrLength(bytes, QUOTE, start);
    let end = indexOrLength(bytes, LINE_FEED, start);
    let nextLine = line + 1;
    if (nextQuote < end) {
      const newline = end;
      end = endOfQuoted(bytes, start);
      if (end !== newline) nextLine += countNewlines(bytes, newline, end);
    }
    yield { start, end, line, nextLine, complete: end < bytes.length };
    start = end + 1;
    line = nextLine;
  }
}

function endOfQuoted(bytes: Buffer, start: number): number {
  const newline = indexOrLength(bytes, LINE_FEED, start);
  if (bytes[skipBlank(bytes, start, newline)] === HASH) return newline;
  let at = indexOfUnescaped(bytes, SPACE, skipBlank(bytes, start, newline), newline);
  for (; at < bytes.length; at++) {
    if (bytes[at] === LINE_FEED) return at;
    if (opensString(bytes, at)) at = closingQuote(bytes, at + 1, bytes.length);
  }
  return bytes.length;
}

function opensString(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === QUOTE && bytes[at - 1] === EQUALS && bytes[at - 2] !== BACKSLASH;
}

/** Index of the quote that closes a string, or `end` when none does. */
export function closingQuote(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, end);
}

function countNewlines(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === LINE_FEED) count++;
  return count;
}

function indexOrLength(bytes: Buffer, byte: number, start: number): number {
  const index = bytes.indexOf(byte, start);
  return index < 0 ? bytes.length : index;
}
