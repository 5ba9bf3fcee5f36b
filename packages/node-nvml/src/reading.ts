import { nvmlReturn, returnCodes } from './return-codes.ts';

export interface Value<T> {
  readonly kind: 'value';
  readonly value: T;
}

/** Nothing to read here: not supported, not permitted, no data. The GPU itself is well. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly code: number;
  readonly reason: string;
}

/** The GPU no longer answers: fallen off the bus, waiting for a reset, or gone from the host. */
export interface Lost {
  readonly kind: 'lost';
  readonly state: 'lost' | 'reset-required' | 'not-found';
  readonly code: number;
  readonly reason: string;
}

/** Library or driver do not work; no GPU of this host can be read. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly code: number;
  readonly reason: string;
}

export type Gap = Unknown | Lost | Unavailable;
export type Reading<T> = Value<T> | Gap;

export function valueOf<T>(value: T): Value<T> {
  return { kind: 'value', value };
}

const knownGaps: ReadonlyMap<number, Gap> = new Map(
  [...returnCodes.keys()].map((code) => [code, describeGap(code)]),
);

/** What a call that returned anything but 0 says. Gaps are shared and frozen: they cost nothing. */
export function gapOf(code: number): Gap {
  return knownGaps.get(code) ?? describeGap(code);
}

/** An answer that carries no value although the call succeeded: a blank sentinel, nonsense. */
export function noData(): Gap {
  return gapOf(nvmlReturn.noData);
}

export function mapReading<T, U>(reading: Reading<T>, convert: (value: T) => U): Reading<U> {
  return reading.kind === 'value' ? valueOf(convert(reading.value)) : reading;
}

function describeGap(code: number): Gap {
  const known = returnCodes.get(code);
  const reason = known?.reason ?? `the driver returned ${code}`;
  switch (known?.meaning) {
    case 'lost':
      return Object.freeze({ kind: 'lost', state: lostState(code), code, reason });
    case 'unavailable':
      return Object.freeze({ kind: 'unavailable', code, reason });
    case 'unknown':
    case 'value':
    case undefined:
      return Object.freeze({ kind: 'unknown', code, reason });
  }
}

function lostState(code: number): Lost['state'] {
  if (code === nvmlReturn.gpuIsLost) return 'lost';
  return code === nvmlReturn.resetRequired ? 'reset-required' : 'not-found';
}
