import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { z } from 'zod';
import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import type { FieldValue, Tags } from '#lib/model/sample.ts';
import type { SnmpTarget } from '#lib/model/snmp-target.ts';

/** Where a collector puts what it read. The scheduler stamps one time on the whole round. */
export interface SampleSink {
  /** The time of the round. */
  readonly timeNs: bigint;
  /**
   * A point without fields is dropped: a value that could not be read is absent, never zero.
   *
   * @param timeNs only of what has a time of its own: an event, a device read between the rounds
   */
  point(
    measurement: string,
    tags: Tags,
    fields: Readonly<Record<string, FieldValue>>,
    timeNs?: bigint,
  ): void;
  /** One device or file that could not be read while the others could. */
  fault(what: string, cause: unknown): void;
}

export type ProbeResult =
  { readonly supported: true } | { readonly supported: false; readonly reason: string };

export interface Collector {
  readonly name: string;
  readonly intervalMs: number;
  /** How long a gather may take; absent: as long as the interval, at least a second. */
  readonly deadlineMs?: number;
  /** Everything gather() may emit; the contract suite fails on an undeclared sample. */
  readonly metrics: readonly MeasurementDescriptor[];
  /** Cheap check at start. An absent driver is an answer, not an error. */
  probe(signal: AbortSignal): Promise<ProbeResult>;
  gather(sink: SampleSink, signal: AbortSignal): Promise<void>;
  /**
   * Only where gather hands over what was read between the rounds: reads everything now, for
   * whoever gathers but once. The next gather hands it over.
   */
  readAll?(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What a collector is given: it asks nothing of the process it runs in. */
export interface CollectorContext {
  /** Value of the `host` tag. */
  readonly host: string;
  /** Prefix of /proc and /sys: `/`, or where a container sees the host's root. */
  readonly rootfs: string;
  /** Devices that the server wants this agent to poll; a new list whenever they change. */
  readonly assignedDevices: () => readonly SnmpTarget[];
  /** A clock that never goes back, milliseconds. */
  readonly monotonicMs: () => number;
  /** Resolves after that time, or at once when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Starts this same program in a process of its own: there belongs what may hang. */
  readonly startProgram: (args: readonly string[]) => ProgramProcess;
}

export type ProgramProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** A kind of collector: what registry.ts lists. */
export interface CollectorEntry {
  readonly name: string;
  readonly metrics: readonly MeasurementDescriptor[];
  /** Checks the collector's own section of the agent's configuration. */
  configure(section: unknown): Configured;
}

export type Configured =
  | { readonly valid: true; readonly create: (context: CollectorContext) => Collector }
  | { readonly valid: false; readonly problems: readonly string[] };

/** Ties a collector to the schema of its configuration; `create` gets what the schema accepted. */
export function defineCollector<Schema extends z.ZodType>(definition: {
  readonly name: string;
  readonly metrics: readonly MeasurementDescriptor[];
  readonly configSchema: Schema;
  readonly create: (config: z.output<Schema>, context: CollectorContext) => Collector;
}): CollectorEntry {
  const { name, metrics, configSchema, create } = definition;
  return {
    name,
    metrics,
    configure(section) {
      const parsed = configSchema.safeParse(section);
      if (parsed.success) {
        return { valid: true, create: (context) => create(parsed.data, context) };
      }
      const problems = parsed.error.issues.map(
        (issue) => `${['collectors', name, ...issue.path].join('.')}: ${issue.message}`,
      );
      return { valid: false, problems };
    },
  };
}
