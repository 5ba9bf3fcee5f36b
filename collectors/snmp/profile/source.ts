import type { Oid } from '../client.ts';

/**
 * Where a word or number of a device comes from. An absent one is `otherwise`, or absent.
 * Conditions and maps know it as the word `absent`.
 */
export interface Source {
  /** Null: from the index of the row itself. */
  readonly column: Oid | null;
  readonly index: IndexRule;
  /** Keeps its first group, or what it matched. */
  readonly pattern: RegExp | null;
  /** A value that is not in the map is absent. */
  readonly map: ReadonlyMap<string, string> | null;
  readonly otherwise: string | null;
  /** Some agents send a signed number as if it had no sign. */
  readonly isSigned: boolean;
}

/** Which cell of the column belongs to a row. */
export type IndexRule =
  | { readonly at: 'row' }
  /** Scalars end in .0. */
  | { readonly at: 'scalar' }
  /** The first row there is. */
  | { readonly at: 'first' }
  /** Parts of the row's index, counted from 1; negative ones from its end. */
  | { readonly at: 'parts'; readonly from: number; readonly to: number }
  /** Another value of the row is the index: a number or an OID that ends in it. */
  | { readonly at: 'value'; readonly of: Source };

export const absent = 'absent';

export interface Condition {
  readonly of: Source;
  readonly words: ReadonlySet<string>;
  /** Whether the value has to be one of the words, or must not be. */
  readonly isIn: boolean;
}

/** A name with holes: the first source of a hole that has a value fills it. */
export type Template = readonly (string | readonly Source[])[];
