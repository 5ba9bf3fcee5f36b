import type { FieldType } from '#lib/model/metric.ts';
import type { FieldValue, Tags } from '#lib/model/sample.ts';
import {
  COMMA,
  DOT,
  indexOfUnescaped,
  isBlank,
  MINUS,
  QUOTE,
  skipBlank,
  SPACE,
  ZERO,
} from './bytes.ts';
import { quoted } from './fault.ts';
import { endOfName, type FieldName, type RawName } from './field-names.ts';
import type { LineMemory } from './line-memory.ts';
import { fitsWhole, parseDecimal, parseSmallWhole, parseWhole } from './number.ts';
import { maxTimeNs, minTimeNs } from './precision.ts';
import { closingQuote } from './records.ts';
import type { SeriesHead } from './series-heads.ts';

/** A good line. `names[i]` has `values[i]`; no name comes twice. */
export interface ParsedLine {
  readonly line: number;
  readonly measurement: string;
  /** Lines with the same bytes before their fields share one object. */
  readonly tags: Tags;
  /** `seriesKey` of the tags. */
  readonly key: string;
  readonly names: readonly string[];
  readonly values: readonly FieldValue[];
  readonly timeNs: bigint;
}

/**
 * The line that was read last, its fields as parallel lists without an object each. The lists are
 * the parser's own and longer than `count`; the next line overwrites them.
 */
export interface ReadLine {
  readonly head: SeriesHead;
  readonly count: number;
  readonly names: readonly FieldName[];
  readonly types: readonly FieldType[];
  /** The value as a number, of a boolean 0 or 1. Of text it means nothing. */
  readonly numbers: readonly number[];
  /** Whole values that a number does not hold exactly. */
  readonly wholes: readonly (bigint | null)[];
  readonly texts: readonly string[];
  readonly timeNs: bigint;
}

const failed = -1;
const integerSuffix = 'i'.charCodeAt(0);
const unsignedSuffix = 'u'.charCodeAt(0);

/**
 * Takes single lines apart. Parts answer with the index behind them, or with `failed` after they
 * have left a fault: an exception a bad line would make a body of bad lines expensive.
 */
export class LineParser {
  /** What was wrong when `parse` answered false. */
  faultAt = 0;
  faultMessage = '';

  readonly #bytes: Buffer;
  readonly #unitNs: bigint;
  readonly #nowNs: bigint;
  readonly #memory: LineMemory;
  #parse = 0;
  #head: SeriesHead | null = null;
  #count = 0;
  readonly #names: FieldName[] = [];
  readonly #types: FieldType[] = [];
  readonly #numbers: number[] = [];
  readonly #wholes: (bigint | null)[] = [];
  readonly #texts: string[] = [];
  #timeNs = 0n;
  /** Where the last timestamp stands, and what it means: most lines repeat it. */
  #lastTime = { start: 0, end: 0, timeNs: 0n };

  constructor(bytes: Buffer, unitNs: bigint, nowNs: bigint, memory: LineMemory) {
    this.#memory = memory;
    this.#bytes = bytes;
    this.#unitNs = unitNs;
    this.#nowNs = nowNs;
  }

  /** Reads the line in `[start, end)`, which neither begins with a blank nor is empty. */
  parse(start: number, end: number): boolean {
    this.#parse = this.#memory.beginParse();
    const headEnd = indexOfUnescaped(this.#bytes, SPACE, start, end);
    const head = this.#memory.heads.find(this.#bytes, start, headEnd);
    if ('message' in head) return succeeded(this.#fail(head.at, head.message));
    const fieldsStart = skipBlank(this.#bytes, headEnd, end);
    if (fieldsStart >= end) return succeeded(this.#fail(end, 'the line has no field'));
    this.#head = head;
    const fieldsEnd = this.#parseFields(fieldsStart, end, head);
    return succeeded(fieldsEnd) && succeeded(this.#parseTime(fieldsEnd, end));
  }

  /** What the last successful `parse` read. */
  take(line: number): ParsedLine {
    return parsedLine(this.read(), line);
  }

  /** What the last successful `parse` read, until the next one. */
  read(): ReadLine {
    if (!this.#head) throw new Error('take a line: none was parsed');
    return {
      head: this.#head,
      count: this.#count,
      names: this.#names,
      types: this.#types,
      numbers: this.#numbers,
      wholes: this.#wholes,
      texts: this.#texts,
      timeNs: this.#timeNs,
    };
  }

  #parseFields(start: number, end: number, head: SeriesHead): number {
    this.#count = 0;
    let previous: { next: RawName | null } = head;
    let at = start;
    for (;;) {
      const found = this.#memory.names.find(this.#bytes, at, end, previous);
      if (!found) return this.#failName(at, end);
      if (found.raw.length === 0) return this.#fail(at, 'a field has no name');
      at = this.#parseValue(at + found.raw.length + 1, end, found.name);
      if (at === failed || at >= end || this.#bytes[at] !== COMMA) return at;
      previous = found;
      at++;
    }
  }

  #failName(start: number, end: number): number {
    const nameEnd = endOfName(this.#bytes, start, end);
    if (nameEnd === start) return this.#fail(start, 'a field has no name');
    return this.#fail(nameEnd, `field ${this.#quotedText(start, nameEnd)} has no value`);
  }

  #parseValue(start: number, end: number, name: FieldName): number {
    if (start < end && this.#bytes[start] === QUOTE) return this.#parseString(start, end, name);
    let valueEnd = start;
    while (valueEnd < end && !endsValue(this.#bytes[valueEnd])) valueEnd++;
    if (valueEnd === start) return this.#fail(start, `field ${quoted(name.text)} has no value`);
    const isKept = startsNumber(this.#bytes[start])
      ? this.#keepNumber(start, valueEnd, name)
      : this.#keepBoolean(start, valueEnd, name);
    if (isKept) return valueEnd;
    return this.#fail(start, this.#valueProblem(start, valueEnd, name));
  }

  #parseString(start: number, end: number, name: FieldName): number {
    const close = closingQuote(this.#bytes, start + 1, end);
    if (close >= end) {
      const lost = 'is not closed, so that everything behind it is lost';
      return this.#fail(start, `the string of field ${quoted(name.text)} ${lost}`);
    }
    if (close + 1 < end && !endsValue(this.#bytes[close + 1])) {
      const message = `text follows the closing quote of field ${quoted(name.text)}`;
      return this.#fail(close + 1, message);
    }
    const text = this.#bytes.toString('utf8', start + 1, close);
    const value = text.includes('\\') ? text.replaceAll(/\\(["\\])/g, '$1') : text;
    this.#texts[this.#keep(name, 'string', 0)] = value;
    return close + 1;
  }

  /** @returns its place; a field that comes twice has its last value, as in InfluxDB */
  #keep(name: FieldName, type: FieldType, value: number): number {
    if (name.seenIn !== this.#parse) {
      name.seenIn = this.#parse;
      name.slot = this.#count++;
      this.#names[name.slot] = name;
    }
    const { slot } = name;
    this.#types[slot] = type;
    this.#numbers[slot] = value;
    return slot;
  }

  #keepNumber(start: number, end: number, name: FieldName): boolean {
    const last = this.#bytes[end - 1];
    if (last !== integerSuffix && last !== unsignedSuffix) {
      const value = parseDecimal(this.#bytes, start, end);
      if (!Number.isFinite(value)) return false;
      this.#keep(name, 'float', value);
      return true;
    }
    const type = last === integerSuffix ? 'integer' : 'unsigned';
    return this.#keepWhole(start, end - 1, name, type);
  }

  #keepWhole(start: number, end: number, name: FieldName, type: 'integer' | 'unsigned'): boolean {
    const small = parseSmallWhole(this.#bytes, start, end);
    if (!Number.isNaN(small) && (small >= 0 || type === 'integer')) {
      this.#wholes[this.#keep(name, type, small)] = null;
      return true;
    }
    const value = parseWhole(this.#bytes, start, end);
    if (typeof value !== 'bigint' || !fitsWhole(type, value)) return false;
    this.#wholes[this.#keep(name, type, Number(value))] = value;
    return true;
  }

  #keepBoolean(start: number, end: number, name: FieldName): boolean {
    const value = parseBoolean(this.#bytes.toString('latin1', start, end));
    if (value === null) return false;
    this.#keep(name, 'boolean', Number(value));
    return true;
  }

  #valueProblem(start: number, end: number, name: FieldName): string {
    const text = this.#bytes.toString('utf8', start, end);
    const fact = isNumberOutOfRange(text)
      ? 'is outside the range of its type'
      : 'is not a number, a boolean or a quoted string';
    return `field ${quoted(name.text)}: ${quoted(text)} ${fact}`;
  }

  #parseTime(start: number, end: number): number {
    const from = skipBlank(this.#bytes, start, end);
    this.#timeNs = this.#nowNs;
    if (from >= end) return end;
    let to = from;
    while (to < end && !isBlank(this.#bytes[to])) to++;
    const rest = skipBlank(this.#bytes, to, end);
    if (rest < end) return this.#fail(rest, 'text follows the timestamp');
    if (!this.#isLastTime(from, to)) {
      const value = parseWhole(this.#bytes, from, to);
      if (value === null) {
        return this.#fail(from, `timestamp ${this.#quotedText(from, to)} is not a whole number`);
      }
      const timeNs = value === 'range' ? maxTimeNs + 1n : value * this.#unitNs;
      if (timeNs < minTimeNs || timeNs > maxTimeNs) {
        const fact = 'does not fit into 64 bits of nanoseconds; is the precision right?';
        return this.#fail(from, `timestamp ${this.#quotedText(from, to)} ${fact}`);
      }
      this.#lastTime = { start: from, end: to, timeNs };
    }
    this.#timeNs = this.#lastTime.timeNs;
    return end;
  }

  #isLastTime(start: number, end: number): boolean {
    const bytes = this.#bytes;
    const last = this.#lastTime;
    if (last.end - last.start !== end - start) return false;
    // Neighbours differ at the end first, if they do.
    for (let back = 1; back <= end - start; back++) {
      if (bytes[end - back] !== bytes[last.end - back]) return false;
    }
    return true;
  }

  #quotedText(start: number, end: number): string {
    return quoted(this.#bytes.toString('utf8', start, end));
  }

  #fail(at: number, message: string): number {
    this.faultAt = at;
    this.faultMessage = message;
    return failed;
  }
}

function succeeded(index: number): boolean {
  return index !== failed;
}

function endsValue(byte: number | undefined): boolean {
  return byte === COMMA || byte === SPACE;
}

function startsNumber(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= ZERO && byte <= ZERO + 9) || byte === MINUS || byte === DOT;
}

function parseBoolean(text: string): boolean | null {
  switch (text) {
    case 't':
    case 'T':
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'f':
    case 'F':
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    default:
      return null;
  }
}

/** A read line with a value of its own for every field. */
export function parsedLine(read: ReadLine, line: number): ParsedLine {
  const { measurement, tags, key } = read.head;
  const names = read.names.slice(0, read.count);
  return {
    line,
    measurement,
    tags,
    key,
    names: names.map(({ text }) => text),
    values: names.map((_, index) => fieldValue(read, index)),
    timeNs: read.timeNs,
  };
}

function fieldValue({ types, numbers, wholes, texts }: ReadLine, index: number): FieldValue {
  const type = types[index] ?? 'float';
  const value = numbers[index] ?? 0;
  switch (type) {
    case 'float':
      return { type, value };
    case 'boolean':
      return { type, value: value === 1 };
    case 'string':
      return { type, value: texts[index] ?? '' };
    default:
      return { type, value: wholes[index] ?? BigInt(value) };
  }
}

function isNumberOutOfRange(text: string): boolean {
  return /^-?[0-9]+[iu]$/.test(text) || /^-?[0-9.]+(?:e\+?[0-9]+)$/i.test(text);
}
