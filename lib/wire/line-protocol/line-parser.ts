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
import { parseDecimal, parseWhole, wholeValue } from './number.ts';
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
  #names: string[] = [];
  #values: FieldValue[] = [];
  #timeNs = 0n;
  #lastTime = { text: '', timeNs: 0n };

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
    if (!this.#head) throw new Error('take a line: none was parsed');
    const { measurement, tags, key } = this.#head;
    return {
      line,
      measurement,
      tags,
      key,
      names: this.#names,
      values: this.#values,
      timeNs: this.#timeNs,
    };
  }

  #parseFields(start: number, end: number, head: SeriesHead): number {
    this.#names = [];
    this.#values = [];
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
    const value = startsNumber(this.#bytes[start])
      ? this.#number(start, valueEnd)
      : parseBoolean(this.#bytes.toString('latin1', start, valueEnd));
    if (value) return this.#keep(name, value, valueEnd);
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
    return this.#keep(name, { type: 'string', value }, close + 1);
  }

  /** A field that comes twice has its last value, as in InfluxDB. */
  #keep(name: FieldName, value: FieldValue, end: number): number {
    if (name.seenIn === this.#parse) {
      this.#values[name.slot] = value;
      return end;
    }
    name.seenIn = this.#parse;
    name.slot = this.#names.length;
    this.#names.push(name.text);
    this.#values.push(value);
    return end;
  }

  #number(start: number, end: number): FieldValue | null {
    const last = this.#bytes[end - 1];
    if (last !== integerSuffix && last !== unsignedSuffix) {
      const value = parseDecimal(this.#bytes, start, end);
      return Number.isFinite(value) ? { type: 'float', value } : null;
    }
    const value = parseWhole(this.#bytes, start, end - 1);
    if (typeof value !== 'bigint') return null;
    return wholeValue(last === integerSuffix ? 'integer' : 'unsigned', value);
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
    const text = this.#bytes.toString('latin1', from, to);
    if (text !== this.#lastTime.text) {
      const value = parseWhole(this.#bytes, from, to);
      if (value === null) {
        return this.#fail(from, `timestamp ${this.#quotedText(from, to)} is not a whole number`);
      }
      const timeNs = value === 'range' ? maxTimeNs + 1n : value * this.#unitNs;
      if (timeNs < minTimeNs || timeNs > maxTimeNs) {
        const fact = 'does not fit into 64 bits of nanoseconds; is the precision right?';
        return this.#fail(from, `timestamp ${quoted(text)} ${fact}`);
      }
      this.#lastTime = { text, timeNs };
    }
    this.#timeNs = this.#lastTime.timeNs;
    return end;
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

function parseBoolean(text: string): FieldValue | null {
  switch (text) {
    case 't':
    case 'T':
    case 'true':
    case 'True':
    case 'TRUE':
      return { type: 'boolean', value: true };
    case 'f':
    case 'F':
    case 'false':
    case 'False':
    case 'FALSE':
      return { type: 'boolean', value: false };
    default:
      return null;
  }
}

function isNumberOutOfRange(text: string): boolean {
  return /^-?[0-9]+[iu]$/.test(text) || /^-?[0-9.]+(?:e\+?[0-9]+)$/i.test(text);
}
