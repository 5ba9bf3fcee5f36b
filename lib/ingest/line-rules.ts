import type { FieldValue } from '#lib/model/sample.ts';
import type { ParsedLine } from '#lib/wire/line-protocol/line-parser.ts';
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
  /** Verdicts: lines of one series share their tags, and names repeat from line to line. */
  readonly #tagFacts = new WeakMap<ParsedLine['tags'], string | null>();
  readonly #measurementFacts = new Map<string, string | null>();
  readonly #fieldFacts = new Map<string, string | null>();

  constructor(limits: LineLimits, nowNs: bigint) {
    this.#limits = limits;
    this.#nowNs = nowNs;
    this.#latestNs = nowNs + BigInt(limits.futureMs) * 1_000_000n;
  }

  /** @returns why the line is refused, or null */
  fault(line: ParsedLine): string | null {
    return (
      this.#nameFault('measurement', line.measurement, this.#measurementFacts) ??
      this.#tagsFault(line.tags) ??
      this.#fieldsFault(line) ??
      this.#timeFault(line.timeNs)
    );
  }

  #tagsFault(tags: ParsedLine['tags']): string | null {
    const known = this.#tagFacts.get(tags);
    if (known !== undefined) return known;
    const fact = this.#judgeTags(Object.entries(tags));
    this.#tagFacts.set(tags, fact);
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

  #fieldsFault({ names, values }: ParsedLine): string | null {
    for (const [index, name] of names.entries()) {
      const fact =
        this.#nameFault('field', name, this.#fieldFacts) ?? this.#valueFault(name, values[index]);
      if (fact !== null) return fact;
    }
    return null;
  }

  #valueFault(name: string, value: FieldValue | undefined): string | null {
    if (value?.type !== 'string') return null;
    const { length } = value.value;
    const { stringLength } = this.#limits;
    if (length <= stringLength) return null;
    return `the string of field ${quoted(name)} has ${length} characters, at most ${stringLength} are kept`;
  }

  #nameFault(what: string, name: string, facts: Map<string, string | null>): string | null {
    const known = facts.get(name);
    if (known !== undefined) return known;
    const fact = judgeName(what, name, this.#limits.nameLength);
    facts.set(name, fact);
    return fact;
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
