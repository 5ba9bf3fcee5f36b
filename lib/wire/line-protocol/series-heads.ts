import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { COMMA, EQUALS, indexOfUnescaped } from './bytes.ts';
import type { Fault } from './fault.ts';
import { quoted } from './fault.ts';
import type { RawName } from './field-names.ts';

/** Measurement and tags of a line: everything before its first unescaped space. */
export interface SeriesHead {
  readonly measurement: string;
  readonly tags: Tags;
  /** `seriesKey` of the tags. */
  readonly key: string;
  /** Field that came first the last time, a guess for the next time. */
  next: RawName | null;
}

/** A longer head is read anew each time, so that the number of heads bounds their memory. */
const longestHead = 512;

/** Heads by their bytes: lines of one series come again and again. */
export class SeriesHeads {
  readonly #heads = new Map<string, SeriesHead>();

  get size(): number {
    return this.#heads.size;
  }

  find(bytes: Buffer, start: number, end: number): SeriesHead | Fault {
    const raw = bytes.toString('latin1', start, end);
    const known = this.#heads.get(raw);
    if (known) return known;
    const head = parseHead(bytes, start, end);
    if (!('message' in head) && end - start <= longestHead) this.#heads.set(raw, head);
    return head;
  }
}

function parseHead(bytes: Buffer, start: number, end: number): SeriesHead | Fault {
  let at = indexOfUnescaped(bytes, COMMA, start, end);
  if (at === start) return { at, message: 'the measurement is missing' };
  const measurement = unescaped(bytes, start, at, /\\([, ])/g);
  const found = new Map<string, string>();
  while (at < end) {
    const tagEnd = indexOfUnescaped(bytes, COMMA, at + 1, end);
    const fault = parseTag(bytes, at + 1, tagEnd, found);
    if (fault) return fault;
    at = tagEnd;
  }
  const tags = Object.fromEntries(found);
  return { measurement, tags, key: seriesKey(tags), next: null };
}

function parseTag(
  bytes: Buffer,
  start: number,
  end: number,
  tags: Map<string, string>,
): Fault | null {
  const equals = indexOfUnescaped(bytes, EQUALS, start, end);
  const name = unescapeTag(bytes, start, equals);
  if (name === '') return { at: start, message: 'a tag has no name' };
  if (equals + 1 >= end) return { at: equals, message: `tag ${quoted(name)} has no value` };
  const second = indexOfUnescaped(bytes, EQUALS, equals + 1, end);
  if (second < end) {
    return { at: second, message: `the value of tag ${quoted(name)} has an = that is not escaped` };
  }
  if (tags.has(name)) return { at: start, message: `tag ${quoted(name)} comes twice` };
  tags.set(name, unescapeTag(bytes, equals + 1, end));
  return null;
}

function unescapeTag(bytes: Buffer, start: number, end: number): string {
  return unescaped(bytes, start, end, /\\([,= ])/g);
}

function unescaped(bytes: Buffer, start: number, end: number, escapes: RegExp): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\\') ? text.replaceAll(escapes, '$1') : text;
}
