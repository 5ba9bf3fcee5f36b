/** Value types of InfluxDB line protocol. `integer` and `unsigned` are 64 bits wide. */
export type FieldType = 'float' | 'integer' | 'unsigned' | 'string' | 'boolean';

/**
 * What a field's number means: a `gauge` may go anywhere, a `counter` only grows until its source
 * resets, a `state` is a small enumeration or bit set, `text` is for people.
 */
export type FieldKind = 'gauge' | 'counter' | 'state' | 'text';

/** Base units only; a value is converted for people in `lib/format` and nowhere else. */
export type Unit =
  | 'amperes'
  | 'bits'
  | 'bits_per_second'
  | 'bytes'
  | 'bytes_per_second'
  | 'celsius'
  | 'count'
  | 'cubic_meters_per_second'
  | 'flops_per_second'
  | 'hertz'
  | 'joules'
  | 'none'
  | 'pascals'
  | 'ratio'
  | 'samples_per_second'
  | 'seconds'
  | 'steps_per_second'
  | 'tokens_per_second'
  | 'volt_amperes'
  | 'volts'
  | 'watts';

export interface TagDescriptor {
  readonly name: string;
  readonly help: string;
  /** True for a tag that describes the thing: it may change while the thing stays the same. */
  readonly isDescription?: boolean;
  /** True for a tag that only some series have. */
  readonly isOptional?: boolean;
}

/** One field of a measurement. */
export interface MetricDescriptor {
  readonly name: string;
  readonly type: FieldType;
  readonly kind: FieldKind;
  readonly unit: Unit;
  readonly help: string;
}

/** A measurement: a set of tags that identify a thing, and the fields that are read from it. */
export interface MeasurementDescriptor {
  readonly name: string;
  readonly help: string;
  readonly tags: readonly TagDescriptor[];
  readonly fields: readonly MetricDescriptor[];
  /** True where every point is a story of its own: kept as written, long after samples are rolled up. */
  readonly isEvents?: boolean;
}
