/** A value as line protocol types it. 64-bit integers are bigint so that no bit is lost. */
export type FieldValue =
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'integer'; readonly value: bigint }
  | { readonly type: 'unsigned'; readonly value: bigint }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean };

export type Tags = Readonly<Record<string, string>>;

/** Tags and fields of one thing at one time (nanoseconds since the epoch). */
export interface Point {
  readonly measurement: string;
  readonly tags: Tags;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly timeNs: bigint;
}

/**
 * One field of many rows. `present[row]` is 1 where there is a value; where it is 0 the value is a
 * gap and the cell of `values` means nothing.
 */
export type Column =
  | { readonly type: 'float'; readonly values: Float64Array; readonly present: Uint8Array }
  | { readonly type: 'integer'; readonly values: BigInt64Array; readonly present: Uint8Array }
  | { readonly type: 'unsigned'; readonly values: BigUint64Array; readonly present: Uint8Array }
  | { readonly type: 'boolean'; readonly values: Uint8Array; readonly present: Uint8Array }
  | { readonly type: 'string'; readonly values: readonly string[]; readonly present: Uint8Array };

/**
 * Points of one measurement as columns: what travels from the parser to the live hub, the alert
 * engine and the store. `series[seriesIndex[row]]` are the tags of a row.
 */
export interface SampleTable {
  readonly measurement: string;
  readonly series: readonly Tags[];
  /** `seriesKey` of each of the series, where somebody knows them already. */
  readonly keys?: readonly string[];
  readonly seriesIndex: Uint32Array;
  readonly timeNs: BigInt64Array;
  readonly columns: Readonly<Record<string, Column>>;
}
