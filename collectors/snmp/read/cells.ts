import type { Oid, SnmpValue } from '../client.ts';
import {
  absent,
  type Condition,
  type IndexRule,
  type Source,
  type Template,
} from '../profile/source.ts';
import { numberOf, textOf, withSign } from './value.ts';

export type Column = ReadonlyMap<string, SnmpValue>;

/** What was read of a device: column → index → value. Scalars are columns with the index 0. */
export type Cells = ReadonlyMap<Oid, Column>;

/** The word at a source for one row; null where it is absent. */
export function wordAt(source: Source, row: string, cells: Cells): string | null {
  const word = rawWordAt(source, row, cells);
  const kept = word === null || source.pattern === null ? word : matched(word, source.pattern);
  const mapped = source.map === null ? kept : mappedWord(source.map, kept ?? absent);
  return mapped ?? source.otherwise;
}

function rawWordAt(source: Source, row: string, cells: Cells): string | null {
  const index = indexAt(source.index, row, cells, source.column);
  if (index === null || source.column === null) return index;
  const value = cells.get(source.column)?.get(index);
  return value === undefined ? null : textOf(value);
}

/** Words of people differ in their case: `PSU 1` and `Psu 2`. */
function mappedWord(map: ReadonlyMap<string, string>, word: string): string | null {
  return map.get(word) ?? map.get(word.toLowerCase()) ?? null;
}

function matched(word: string, pattern: RegExp): string | null {
  const match = pattern.exec(word);
  return match === null ? null : (match[1] ?? match[0]).trim();
}

function indexAt(rule: IndexRule, row: string, cells: Cells, column: Oid | null): string | null {
  switch (rule.at) {
    case 'row':
      return row;
    case 'scalar':
      return '0';
    case 'first':
      return column === null ? null : firstIndex(cells.get(column));
    case 'parts':
      return partsOf(row, rule.from, rule.to);
    case 'value':
      return wordAt(rule.of, row, cells);
  }
}

/** Of a row that says something: a chassis lists slots that have no serial number first. */
function firstIndex(column: Column | undefined): string | null {
  for (const [index, value] of column ?? []) if (textOf(value) !== null) return index;
  return null;
}

/** Counted from 1; negative ones from the end. */
function partsOf(row: string, from: number, to: number): string | null {
  const parts = row.split('.');
  const at = (part: number): number => (part < 0 ? parts.length + part : part - 1);
  const kept = parts.slice(at(from), at(to) + 1);
  return kept.length === 0 ? null : kept.join('.');
}

export function numberAt(source: Source, row: string, cells: Cells): number | null {
  const word = wordAt(source, row, cells);
  const number = word === null ? null : numberOf(word);
  return number !== null && source.isSigned ? withSign(number) : number;
}

export function holds({ of, words, isIn }: Condition, row: string, cells: Cells): boolean {
  return words.has(wordAt(of, row, cells) ?? absent) === isIn;
}

export function fill(template: Template, row: string, cells: Cells): string {
  return template
    .map((piece) => (typeof piece === 'string' ? piece : firstWord(piece, row, cells)))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The first of the sources that has a word here. */
export function firstWord(sources: readonly Source[], row: string, cells: Cells): string {
  for (const source of sources) {
    const word = wordAt(source, row, cells);
    if (word !== null) return word;
  }
  return '';
}
