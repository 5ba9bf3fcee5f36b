import type { LineError } from './line-error.ts';
import type { ParsedLine } from './line-parser.ts';
import { parseLines, type ParseOptions } from './parse.ts';
import { splitRecords } from './records.ts';

export type StreamedLine = ParsedLine | LineError;

/** A record may be long; looking for its end with every piece would take quadratic time. */
const longRecord = 65_536;

/** Reads line protocol that arrives in pieces; only an unfinished record is kept back. */
export class LineStream {
  readonly #options: ParseOptions;
  #pieces: Buffer[] = [];
  #length = 0;
  #lookAt = 0;
  #line: number;

  constructor(options: ParseOptions) {
    this.#options = options;
    this.#line = options.firstLine ?? 1;
  }

  /** Takes a piece and reads the records that are whole now. */
  push(piece: Buffer): Iterable<StreamedLine> {
    this.#pieces.push(piece);
    this.#length += piece.length;
    return this.#length < this.#lookAt ? [] : this.#read(wholeRecords);
  }

  /** Reads what is left when the input has ended. */
  end(): Iterable<StreamedLine> {
    return this.#read((bytes) => ({ end: bytes.length, nextLine: this.#line }));
  }

  #read(cut: (bytes: Buffer, line: number) => Cut): Iterable<StreamedLine> {
    const bytes = Buffer.concat(this.#pieces);
    const firstLine = this.#line;
    const { end, nextLine } = cut(bytes, firstLine);
    const rest = bytes.subarray(end);
    this.#pieces = [rest];
    this.#length = rest.length;
    this.#lookAt = rest.length > longRecord ? rest.length * 2 : 0;
    this.#line = nextLine;
    return parseLines(bytes.subarray(0, end), { ...this.#options, firstLine });
  }
}

interface Cut {
  readonly end: number;
  readonly nextLine: number;
}

function wholeRecords(bytes: Buffer, line: number): Cut {
  let cut: Cut = { end: 0, nextLine: line };
  for (const record of splitRecords(bytes, line)) {
    if (!record.complete) break;
    cut = { end: record.end + 1, nextLine: record.nextLine };
  }
  return cut;
}
