/** Dotted numbers without a leading dot: 1.3.6.1.2.1.1.3.0 */
export type Oid = string;

/** A value as the device sent it. What it does not have (noSuchObject, …) is absent instead. */
export type SnmpValue =
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'counter32'; readonly value: number }
  | { readonly type: 'counter64'; readonly value: bigint }
  | { readonly type: 'gauge'; readonly value: number }
  /** Hundredths of a second. */
  | { readonly type: 'timeticks'; readonly value: number }
  | { readonly type: 'octets'; readonly value: Uint8Array }
  | { readonly type: 'oid'; readonly value: Oid }
  | { readonly type: 'address'; readonly value: string }
  /** net-snmp wraps a float or a double in it. */
  | { readonly type: 'opaque'; readonly value: Uint8Array };

export interface VarBind {
  readonly oid: Oid;
  readonly value: SnmpValue;
}

/** What a session has cost until now. */
export interface ClientCounts {
  readonly requests: number;
  readonly timeouts: number;
}

/**
 * One device, asked over SNMP. Sizes of requests, repeats and time limits are the client's affair.
 * Every call rejects with an SnmpError, or as soon as its signal is aborted.
 */
export interface SnmpClient {
  /** Reads scalars and single cells; absent ones are absent from the answer. */
  get(oids: readonly Oid[], signal: AbortSignal): Promise<ReadonlyMap<Oid, SnmpValue>>;
  /**
   * Everything below `root`, in order, and told as it arrives. Bounded: a device that never ends
   * or goes round in circles is an SnmpError.
   */
  walk(
    root: Oid,
    signal: AbortSignal,
    onFound?: (found: VarBind) => void,
  ): Promise<readonly VarBind[]>;
  /**
   * Columns of tables, several in one request: column → index (dotted) → value. A column that is
   * not there has an empty map.
   */
  columns(
    columns: readonly Oid[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<Oid, ReadonlyMap<string, SnmpValue>>>;
  counts(): ClientCounts;
  close(): void;
}

export type SnmpProblem =
  /** No answer: unreachable, or it keeps silent to a wrong community. */
  | 'timeout'
  | 'unreachable'
  | 'unknown-user'
  | 'wrong-key'
  | 'not-in-time-window'
  | 'refused'
  | 'malformed'
  | 'endless'
  | 'aborted';

/** The message is one sentence for people, without secrets: `poll 10.0.0.7: no answer in 5 s`. */
export class SnmpError extends Error {
  readonly problem: SnmpProblem;

  constructor(problem: SnmpProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SnmpError';
    this.problem = problem;
  }
}
