import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import type { FieldValue } from '#lib/model/sample.ts';
import { LineStream, type StreamedLine } from '#lib/wire/line-protocol/line-stream.ts';
import { precisions, type Precision } from '#lib/wire/line-protocol/precision.ts';

export function linesCommand(): Command {
  return new Command('lines')
    .description('Show how line protocol is understood: one JSON object a line')
    .argument('[file]', 'what to read; standard input when absent')
    .addOption(
      new Option('--precision <unit>', 'unit of the timestamps').choices(precisions).default('ns'),
    )
    .addHelpText('after', '\nThe exit code is 1 when any line was bad.')
    .action(async (file: string | undefined, options: { readonly precision: Precision }) => {
      const bad = await printLines(file, options.precision);
      if (bad > 0) process.exitCode = 1;
    });
}

/** @returns how many lines were bad */
async function printLines(file: string | undefined, precision: Precision): Promise<number> {
  const input = file === undefined ? process.stdin : createReadStream(file);
  const lines = new LineStream({ precision, nowNs: BigInt(Date.now()) * 1_000_000n });
  let bad = 0;
  const print = (read: Iterable<StreamedLine>) => {
    let text = '';
    for (const line of read) {
      if ('message' in line) bad++;
      text += `${JSON.stringify(describe(line))}\n`;
    }
    return text;
  };
  async function* translate(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
    for await (const piece of pieces) yield print(lines.push(piece));
    yield print(lines.end());
  }
  try {
    await pipeline(input, translate, process.stdout, { end: false });
  } catch (cause) {
    if (!isReaderGone(cause)) throw inputError(file ?? 'standard input', cause);
  }
  return bad;
}

/** Whoever reads our output may stop early, as `head` does. */
function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

function inputError(name: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`read ${name}: ${reason}`, { cause });
}

function describe(line: StreamedLine): unknown {
  if ('message' in line) return { line: line.line, column: line.column, error: line.message };
  const fields = line.names.map((name, index) => [name, plainValue(line.values[index])] as const);
  return {
    line: line.line,
    measurement: line.measurement,
    tags: line.tags,
    fields: Object.fromEntries(fields),
    time: String(line.timeNs),
  };
}

/** JSON has no 64-bit integers, so they are decimal strings. */
function plainValue(field: FieldValue | undefined): unknown {
  return typeof field?.value === 'bigint' ? { ...field, value: String(field.value) } : field;
}
