import { LINE_FEED } from './bytes.ts';
import type { RecordSpan } from './records.ts';

/** Why a line was not kept. Lines and columns (in characters) count from 1. */
export interface LineError {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Where byte `at` of a record stands for people; a quoted string may have put it lines below. */
export function columnOf(
  bytes: Buffer,
  record: RecordSpan,
  at: number,
): { line: number; column: number } {
  let line = record.line;
  let lineStart = record.start;
  for (let byte = record.start; byte < at; byte++) {
    if (bytes[byte] !== LINE_FEED) continue;
    line++;
    lineStart = byte + 1;
  }
  return { line, column: characters(bytes, lineStart, at) + 1 };
}

/** UTF-8 continuation bytes begin no character. */
function characters(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) count++;
  return count;
}

/** Index of the first byte that reading as UTF-8 would replace. */
export function firstInvalidUtf8(bytes: Buffer): number {
  const repaired = Buffer.from(bytes.toString('utf8'));
  let at = 0;
  while (at < bytes.length && bytes[at] === repaired[at]) at++;
  return at;
}
