import { clockAheadMs } from '#lib/store/clock-ahead.ts';

/** How much one request, and all of them together, may ask for. */
export interface WriteLimits {
  /** Body as it is sent, compressed or not. */
  readonly bodyBytes: number;
  /** Body after unpacking. */
  readonly unpackedBytes: number;
  /** Time in which a body must have arrived, milliseconds. */
  readonly bodyTimeoutMs: number;
  /** Values and gaps in the tables of one request: what its parsed form may cost. */
  readonly cells: number;
  /** Bytes of all requests that are being read, parsed or stored. */
  readonly inFlightBytes: number;
  /** Age of the oldest write that the store has not confirmed, milliseconds. */
  readonly queueAgeMs: number;
  /** How long an answer waits for the store, milliseconds. */
  readonly storeTimeoutMs: number;
  /** How far ahead of the server's clock a sample may be, milliseconds. */
  readonly futureMs: number;
  /** A batch whose newest sample is older than this on arrival waited on a disk, milliseconds. */
  readonly backlogMs: number;
  readonly tagsPerPoint: number;
  /** Characters of a measurement, tag name or field name. */
  readonly nameLength: number;
  readonly tagValueLength: number;
  /** Characters of a string field. */
  readonly stringLength: number;
  readonly fieldsPerMeasurement: number;
  /** Measurements that the catalogue does not know. */
  readonly unknownMeasurements: number;
}

export const defaultLimits: WriteLimits = {
  bodyBytes: 25_000_000,
  unpackedBytes: 25_000_000,
  bodyTimeoutMs: 30_000,
  cells: 8_000_000,
  inFlightBytes: 64_000_000,
  queueAgeMs: 10_000,
  storeTimeoutMs: 30_000,
  futureMs: clockAheadMs,
  backlogMs: 30_000,
  tagsPerPoint: 64,
  nameLength: 128,
  tagValueLength: 1024,
  stringLength: 65_536,
  fieldsPerMeasurement: 1000,
  unknownMeasurements: 1000,
};
