import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import type { FieldValue, Tags } from '#lib/model/sample.ts';

/** Where a collector puts what it read. The scheduler stamps one time on the whole round. */
export interface SampleSink {
  /** A point without fields is dropped: a value that could not be read is absent, never zero. */
  point(measurement: string, tags: Tags, fields: Readonly<Record<string, FieldValue>>): void;
  /** One device or file that could not be read while the others could. */
  fault(what: string, cause: unknown): void;
}

export type ProbeResult =
  { readonly supported: true } | { readonly supported: false; readonly reason: string };

export interface Collector {
  readonly name: string;
  readonly intervalMs: number;
  /** Everything gather() may emit; the contract suite fails on an undeclared sample. */
  readonly metrics: readonly MeasurementDescriptor[];
  /** Cheap check at start. An absent driver is an answer, not an error. */
  probe(signal: AbortSignal): Promise<ProbeResult>;
  gather(sink: SampleSink, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
