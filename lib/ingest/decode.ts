import { gunzipSync } from 'node:zlib';
import type { SampleTable } from '#lib/model/sample.ts';
import type { LineError } from '#lib/wire/line-protocol/line-error.ts';
import type { LineMemory } from '#lib/wire/line-protocol/line-memory.ts';
import { eachLine } from '#lib/wire/line-protocol/parse.ts';
import type { Precision } from '#lib/wire/line-protocol/precision.ts';
import { TablesBuilder } from '#lib/wire/line-protocol/tabulate.ts';
import { beforeAllTime } from '#lib/store/nanoseconds.ts';
import { LineRules } from './line-rules.ts';
import type { WriteLimits } from './limits.ts';

/** A body as it came in, and what is needed to understand it. */
export interface EncodedBody {
  readonly bytes: Uint8Array;
  readonly encoding: 'gzip' | 'identity';
  readonly precision: Precision;
  /** Server time on arrival, for lines without one and for the limit on times ahead. */
  readonly nowMs: number;
}

export type Decoded =
  | {
      readonly kind: 'lines';
      readonly tables: SampleTable[];
      readonly points: number;
      readonly unpackedBytes: number;
      /** Newest sample of the body, epoch milliseconds; null without any. */
      readonly newestMs: number | null;
      /** How many lines were bad, and the first of them. */
      readonly badLines: number;
      readonly errors: LineError[];
    }
  | { readonly kind: 'too-large'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Bad lines that an answer names one by one. */
const errorsKept = 10;

/** Unpacks and reads a body; stops as soon as it exceeds a limit. */
export function decode(body: EncodedBody, limits: WriteLimits, memory: LineMemory): Decoded {
  const unpacked = body.encoding === 'gzip' ? unpack(body.bytes, limits) : asBuffer(body.bytes);
  return Buffer.isBuffer(unpacked) ? decodeLines(unpacked, body, limits, memory) : unpacked;
}

/** One big chunk at a time, so that a bomb costs little more than the limit. */
const chunkBytes = 1_048_576;

function unpack(bytes: Uint8Array, { unpackedBytes }: WriteLimits): Buffer | Decoded {
  try {
    return gunzipSync(bytes, { maxOutputLength: unpackedBytes, chunkSize: chunkBytes });
  } catch (error) {
    if (isTooLarge(error)) return tooLarge(unpackedBytes);
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'invalid', reason: `unpack the body: ${reason}` };
  }
}

function decodeLines(
  bytes: Buffer,
  body: EncodedBody,
  limits: WriteLimits,
  memory: LineMemory,
): Decoded {
  if (bytes.length > limits.unpackedBytes) return tooLarge(limits.unpackedBytes);
  const nowNs = BigInt(Math.trunc(body.nowMs)) * 1_000_000n;
  const rules = new LineRules(limits, nowNs);
  const tables = new TablesBuilder();
  const errors: LineError[] = [];
  let badLines = 0;
  let points = 0;
  let newestNs = beforeAllTime;
  eachLine(bytes, { precision: body.precision, nowNs, memory }, (line, number) => {
    const error = 'message' in line ? line : ruleError(number, rules.fault(line));
    if (error || 'message' in line) {
      badLines++;
      if (error && errors.length < errorsKept) errors.push(error);
      return true;
    }
    tables.addLine(line);
    points++;
    if (line.timeNs > newestNs) newestNs = line.timeNs;
    return tables.cells <= limits.cells;
  });
  if (tables.cells > limits.cells) return tooSparse(limits.cells);
  return {
    kind: 'lines',
    tables: tables.finish(),
    points,
    unpackedBytes: bytes.length,
    newestMs: points === 0 ? null : Number(newestNs / 1_000_000n),
    badLines,
    errors,
  };
}

function ruleError(line: number, message: string | null): LineError | null {
  return message === null ? null : { line, column: 1, message };
}

function tooLarge(limit: number): Decoded {
  return { kind: 'too-large', reason: `the body has more than ${limit} bytes unpacked` };
}

function tooSparse(limit: number): Decoded {
  const reason = `the lines differ so much that their table has more than ${limit} cells`;
  return { kind: 'too-large', reason: `${reason}; send fewer lines a request` };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
