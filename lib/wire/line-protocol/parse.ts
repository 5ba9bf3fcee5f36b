import { isUtf8 } from 'node:buffer';
import type { Point } from '#lib/model/sample.ts';
import { CARRIAGE_RETURN, HASH, skipBlank } from './bytes.ts';
import { columnOf, firstInvalidUtf8, type LineError } from './line-error.ts';
import { LineMemory } from './line-memory.ts';
import { LineParser, type ParsedLine, type ReadLine } from './line-parser.ts';
import { nanosecondsPer, type Precision } from './precision.ts';
import { splitRecords, type RecordSpan } from './records.ts';

export interface ParseOptions {
  /** Unit of the timestamps. */
  readonly precision: Precision;
  /** Time of lines that carry none. */
  readonly nowNs: bigint;
  /** Number of the first line, from 1. */
  readonly firstLine?: number;
  /** What earlier inputs have taught; absent: each input starts anew. */
  readonly memory?: LineMemory;
}

export interface ParseResult {
  readonly points: Point[];
  readonly errors: LineError[];
}

/** Reads line protocol whole: the good lines as points, and one error for each bad line. */
export function parsePoints(input: Uint8Array | string, options: ParseOptions): ParseResult {
  const points: Point[] = [];
  const errors: LineError[] = [];
  for (const line of parseLines(toBuffer(input), options)) {
    if ('message' in line) errors.push(line);
    else points.push(toPoint(line));
  }
  return { points, errors };
}

/** Reads line protocol line by line, in linear time; comments and blank lines give nothing. */
export function* parseLines(
  bytes: Buffer,
  options: ParseOptions,
): Generator<ParsedLine | LineError> {
  const parser = openParser(bytes, options);
  for (const line of readLines(bytes, parser, options)) {
    yield typeof line === 'number' ? parser.take(line) : line;
  }
}

/** Hands good lines to `take` without making objects of them, and errors, until it answers false. */
export function eachLine(
  bytes: Buffer,
  options: ParseOptions,
  take: (line: ReadLine | LineError, number: number) => boolean,
): void {
  const parser = openParser(bytes, options);
  for (const line of readLines(bytes, parser, options)) {
    const goesOn = typeof line === 'number' ? take(parser.read(), line) : take(line, line.line);
    if (!goesOn) return;
  }
}

function openParser(bytes: Buffer, { precision, nowNs, memory }: ParseOptions): LineParser {
  return new LineParser(bytes, nanosecondsPer(precision), nowNs, memory ?? new LineMemory());
}

/** The number of each line that the parser holds now, or what is wrong with it. */
function* readLines(
  bytes: Buffer,
  parser: LineParser,
  options: ParseOptions,
): Generator<number | LineError> {
  const allUtf8 = isUtf8(bytes);
  for (const record of splitRecords(bytes, options.firstLine)) {
    const start = skipBlank(bytes, record.start, record.end);
    const end = bytes[record.end - 1] === CARRIAGE_RETURN ? record.end - 1 : record.end;
    if (start >= end || bytes[start] === HASH) continue;
    const fault = allUtf8 ? null : encodingFault(bytes, record);
    if (fault) yield fault;
    else if (parser.parse(start, end)) yield record.line;
    else yield locate(bytes, record, parser.faultAt, parser.faultMessage);
  }
}

export function toPoint(line: ParsedLine): Point {
  const entries = line.names.map((name, index) => [name, line.values[index]] as const);
  return {
    measurement: line.measurement,
    tags: line.tags,
    fields: Object.fromEntries(entries) as Point['fields'],
    timeNs: line.timeNs,
  };
}

function encodingFault(bytes: Buffer, record: RecordSpan): LineError | null {
  const slice = bytes.subarray(record.start, record.end);
  if (isUtf8(slice)) return null;
  return locate(bytes, record, record.start + firstInvalidUtf8(slice), 'the line is not UTF-8');
}

function locate(bytes: Buffer, record: RecordSpan, at: number, message: string): LineError {
  return { ...columnOf(bytes, record, at), message };
}

function toBuffer(input: Uint8Array | string): Buffer {
  if (typeof input === 'string') return Buffer.from(input);
  return Buffer.from(input.buffer, input.byteOffset, input.byteLength);
}
