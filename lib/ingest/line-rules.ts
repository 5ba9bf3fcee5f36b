import type { FieldName } from '#lib/wire/line-protocol/field-names.ts';
import type { ReadLine } from '#lib/wire/line-protocol/line-parser.ts';
import type { SeriesHead } from '#lib/wire/line-protocol/series-heads.ts';
import type { WriteLimits } from './limits.ts';

type LineLimits = Pick<
  WriteLimits,
  'futureMs' | 'tagsPerPoint' | 'nameLength' | 'tagValueLength' | 'stringLength'
>;

/** `time` is a column of every store; `__proto__` would be lost in objects keyed by name. */
const reservedNames: ReadonlySet<string> = new Set(['time', '__proto__']);

/** Judges lines that line protocol allows by what we keep. */
export class LineRules {
  readonly #limits: LineLimits;
  readonly #nowNs: bigint;
  readonly #latestNs: bigint;
  /** Lines of one series share their head. */
  readonly #headFacts = new WeakMap<SeriesHead, string | null>();
  /** Names accepted before, by their place: the next line mostly has the same. */
  readonly #accepted: FieldName[] = [];

  constructor(limits: LineLimits, nowNs: bigint) {
    this.#limits = limits;
    this.#nowNs = nowNs;
    this.#latestNs = nowNs + BigInt(limits.futureMs) * 1_000_000n;
  }

  /** @returns why the line is refused, or null */
  fault(line: ReadLine): string | null {
    return this.#headFault(line.head) ?? this.#fieldsFault(line) ?? this.#timeFault(line.timeNs);
  }

  #headFault(head: SeriesHead): string | null {
    const known = this.#headFacts.get(head);
    if (known !== undefined) return known;
    const fact =
      judgeName('measurement', head.measurement, this.#limits.nameLength) ??
      this.#judgeTags(Object.entries(head.tags));
    this.#headFacts.set(head, fact);
    return fact;
  }

  #judgeTags(tags: readonly (readonly [string, string])[]): string | null {
    const { tagsPerPoint, tagValueLength } = this.#limits;
    if (tags.length > tagsPerPoint)
      return `it has ${tags.length} tags, at most ${tagsPerPoint} are kept`;
    for (const [name, value] of tags) {
      const fact = judgeName('tag', name, this.#limits.nameLength);
      if (fact !== null) return fact;
      if (value.length <= tagValueLength) continue;
      return `the value of tag ${quoted(name)} has ${value.length} characters, at most ${tagValueLength} are kept`;
    }
    return null;
  }

  #fieldsFault({ count, names, types, texts }: ReadLine): string | null {
    for (let field = 0; field < count; field++) {
      const name = names[field];
      if (!name) continue;
      const fact = name === this.#accepted[field] ? null : this.#nameFault(name, field);
      if (fact !== null) return fact;
      if (types[field] === 'string') {
        const long = this.#textFault(name.text, texts[field] ?? '');
        if (long !== null) return long;
      }
    }
    return null;
  }

  #nameFault(name: FieldName, field: number): string | null {
    const fact = judgeName('field', name.text, this.#limits.nameLength);
    if (fact === null) this.#accepted[field] = name;
    return fact;
  }

  #textFault(name: string, { length }: string): string | null {
    const { stringLength } = this.#limits;
    if (length <= stringLength) return null;
    return `the string of field ${quoted(name)} has ${length} characters, at most ${stringLength} are kept`;
  }

  #timeFault(timeNs: bigint): string | null {
    if (timeNs <= this.#latestNs) return null;
    const aheadSeconds = (timeNs - this.#nowNs) / 1_000_000_000n;
    const allowed = `at most ${this.#limits.futureMs / 1000} s ahead are kept`;
    return `its time is ${aheadSeconds} s ahead of the server's clock, ${allowed}; is the precision right?`;
  }
}

function judgeName(what: string, name: string, nameLength: number): string | null {
  if (name.length > nameLength) {
    const start = quoted(name.slice(0, 40));
    return `the ${what} name ${start}… has ${name.length} characters, at most ${nameLength} are kept`;
  }
  if (what === 'measurement' || !reservedNames.has(name)) return null;
  return `a ${what} may not be called ${quoted(name)}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
