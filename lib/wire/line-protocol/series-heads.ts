import type { Tags } from '#lib/model/sample.ts';
import { COMMA, EQUALS, indexOfUnescaped } from './bytes.ts';
import type { Fault } from './fault.ts';
import { quoted } from './fault.ts';
import type { RawName } from './field-names.ts';

/** Measurement and tags of a line: everything before its first unescaped space. */
export interface SeriesHead {
  readonly measurement: string;
  readonly tags: Tags;
  /** Field that came first the last time, a guess for the next time. */
  next: RawName | null;
}

/** Heads by their bytes: lines of one series come again and again. */
export class SeriesHeads {
  readonly #heads = new Map<string, SeriesHead>();

  find(bytes: Buffer, start: number, end: number): SeriesHead | Fault {
    const raw = bytes.toString('latin1', start, end);
    const known = this.#heads.get(raw);
    if (known) return known;
    const head = parseHead(bytes, start, end);
    if (!('message' in head)) this.#heads.set(raw, head);
    return head;
  }
}

function parseHead(bytes: Buffer, start: number, end: number): SeriesHead | Fault {
  let at = indexOfUnescaped(bytes, COMMA, start, end);
  if (at === start) return { at, message: 'the measurement is missing' };
  const measurement = bytes.toString('utf8', start, at).replaceAll(/\\([, ])/g, '$1');
  const tags = new Map<string, string>();
  while (at < end) {
    const tagEnd = indexOfUnescaped(bytes, COMMA, at + 1, end);
    const fault = parseTag(bytes, at + 1, tagEnd, tags);
    if (fault) return fault;
    at = tagEnd;
  }
  return { measurement, tags: Object.fromEntries(tags), next: null };
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
  return bytes.toString('utf8', start, end).replaceAll(/\\([,= ])/g, '$1');
}
