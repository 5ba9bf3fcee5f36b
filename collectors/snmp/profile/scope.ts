import type { Oid } from '../client.ts';
import type { SourceFile, ConditionFile } from './schema.ts';
import type { Condition, IndexRule, Source, Template } from './source.ts';

/** What a word of a profile stands for depends on the table it is written in. */
export interface Scope {
  /** Columns are counted from here. */
  readonly base: Oid | null;
  readonly columns: Readonly<Record<string, SourceFile>>;
}

const plain = {
  index: { at: 'row' },
  pattern: null,
  map: null,
  otherwise: null,
  isSigned: false,
} as const;

export function resolveSource(file: SourceFile, scope: Scope): Source {
  if (typeof file === 'string') return resolveWord(file, scope);
  const of =
    file.column === undefined ? indexSource({ at: 'row' }) : resolveWord(file.column, scope);
  return {
    ...of,
    index: resolveIndex(file, scope) ?? of.index,
    pattern: file.pattern ?? of.pattern,
    map: file.map === undefined ? of.map : new Map(Object.entries(file.map)),
    otherwise: file.otherwise ?? of.otherwise,
    isSigned: file.signed ?? of.isSigned,
  };
}

/** A named column, the index, a column or a scalar. */
function resolveWord(word: string, scope: Scope): Source {
  const named = Object.hasOwn(scope.columns, word) ? scope.columns[word] : undefined;
  if (named !== undefined) return resolveSource(named, { ...scope, columns: {} });
  if (word === 'index') return indexSource({ at: 'row' });
  const [, part] = /^index\.(-?\d+)$/.exec(word) ?? [];
  if (part !== undefined) return indexSource(parts(Number(part), Number(part)));
  if (!/^\d+(\.\d+)*$/.test(word)) throw new Error(`"${word}" names no column`);
  const oid = absoluteOid(word, scope.base);
  return oid.endsWith('.0')
    ? { ...plain, column: oid.slice(0, -2), index: { at: 'scalar' } }
    : { ...plain, column: oid };
}

/** No column of a vendor begins like an absolute OID. */
const isAbsolute = /^1\.(3\.6\.1|0\.8802)\./;

export function absoluteOid(oid: Oid, base: Oid | null): Oid {
  return base === null || isAbsolute.test(oid) ? oid : `${base}.${oid}`;
}

function indexSource(index: IndexRule): Source {
  return { ...plain, column: null, index };
}

function resolveIndex(file: Exclude<SourceFile, string>, scope: Scope): IndexRule | undefined {
  if (file.via !== undefined) return { at: 'value', of: resolveWord(file.via, scope) };
  if (file.index === undefined) return undefined;
  if (file.index === 'first') return { at: 'first' };
  const [, from = '', to = from] = /^(-?\d+)(?:\s*-\s*(\d+))?$/.exec(file.index) ?? [];
  return parts(Number(from), Number(to));
}

function parts(from: number, to: number): IndexRule {
  return { at: 'parts', from, to };
}

export function resolveCondition(file: ConditionFile, scope: Scope): Condition {
  return {
    of: resolveSource(file.of, scope),
    words: new Set(file.in ?? file.notIn),
    isIn: file.in !== undefined,
  };
}

/** `Outlet {name|index.2}`: holes name sources, the first that has a value fills it. */
export function resolveTemplate(text: string, scope: Scope): Template {
  const pieces = text.split(/(\{[^}]*\})/).filter((piece) => piece !== '');
  return pieces.map((piece) => {
    const [, hole] = /^\{([^}]*)\}$/.exec(piece) ?? [];
    return hole?.split('|').map((word) => resolveWord(word.trim(), scope)) ?? piece;
  });
}
