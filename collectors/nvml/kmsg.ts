import { closeSync, constants, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { parseDriverMessage, type DriverMessage } from './driver-message.ts';
import { parseKernelRecord } from './kmsg-record.ts';

export interface KernelLogEvent {
  /** Time of day in milliseconds. */
  readonly timeMs: number;
  readonly message: DriverMessage;
}

export interface KernelLogReading {
  readonly events: readonly KernelLogEvent[];
  /** How often records were overwritten before they could be read. */
  readonly overruns: number;
  /** Why the log can no longer be read; null while it can. */
  readonly failure: string | null;
}

/** Where records come from: fills the buffer and says how far, or throws an errno as read(2) does. */
export interface KernelLogSource {
  read(buffer: Buffer): number;
  close(): void;
}

export type KernelLogOpening =
  | { readonly isOpen: true; readonly log: KernelLog }
  | { readonly isOpen: false; readonly reason: string };

/**
 * Opens the kernel log at its end. `bootTimeMs` is the time of day at which the kernel's clock began;
 * it is asked anew for each record, since the time of day may be set.
 */
export function openKernelLog(rootfs: string, bootTimeMs: () => number): KernelLogOpening {
  const file = path.join(rootfs, 'dev', 'kmsg');
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const source: KernelLogSource = {
      read: (buffer) => readSync(descriptor, buffer, 0, buffer.length, null),
      close: () => closeSync(descriptor),
    };
    const log = new KernelLog(source, bootTimeMs);
    log.skip();
    return { isOpen: true, log };
  } catch (error) {
    return { isOpen: false, reason: reasonFor(errnoOf(error)) };
  }
}

function reasonFor(code: string): string {
  switch (code) {
    case 'ENOENT':
      return 'there is no /dev/kmsg';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read /dev/kmsg: it takes root or CAP_SYSLOG';
    default:
      return `/dev/kmsg cannot be opened (${code})`;
  }
}

/** The kernel's longest record, its dictionary included, has 8 KiB. */
const bufferBytes = 16 * 1024;
/** A flood of messages must not keep the reader from its other work. */
const mostReadsAtOnce = 2000;
/** The ring holds far fewer records than this. */
const mostReadsToSkip = 1_000_000;
const longestLine = 64 * 1024;

/** What the GPU driver writes to the kernel log from now on. */
export class KernelLog {
  readonly #source: KernelLogSource;
  readonly #bootTimeMs: () => number;
  readonly #buffer = Buffer.allocUnsafe(bufferBytes);
  /** A line whose end has not arrived; records of the device are always whole. */
  #tail = '';
  #failure: string | null = null;
  #isClosed = false;

  constructor(source: KernelLogSource, bootTimeMs: () => number) {
    this.#source = source;
    this.#bootTimeMs = bootTimeMs;
  }

  /** Passes over what is in the log already. */
  skip(): void {
    for (let reads = 0; reads < mostReadsToSkip; reads += 1) {
      const outcome = this.#readOnce();
      if (outcome.kind === 'empty' || outcome.kind === 'failed') break;
    }
    this.#tail = '';
  }

  /** Everything new; never waits and never throws. */
  read(): KernelLogReading {
    const events: KernelLogEvent[] = [];
    let overruns = 0;
    for (let reads = 0; reads < mostReadsAtOnce; reads += 1) {
      const outcome = this.#readOnce();
      if (outcome.kind === 'empty' || outcome.kind === 'failed') break;
      if (outcome.kind === 'overrun') overruns += 1;
      else events.push(...this.#eventsOf(outcome.text));
    }
    return { events, overruns, failure: this.#failure };
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#failure = 'the kernel log is closed';
    this.#source.close();
  }

  #readOnce(): ReadOutcome {
    if (this.#failure !== null) return { kind: 'failed' };
    try {
      const length = this.#source.read(this.#buffer);
      if (length === 0) return { kind: 'empty' };
      return { kind: 'text', text: this.#buffer.toString('utf8', 0, length) };
    } catch (error) {
      return this.#explain(errnoOf(error));
    }
  }

  /** EPIPE: the record that was next has been overwritten, and the kernel has moved us on. */
  #explain(code: string): ReadOutcome {
    if (code === 'EAGAIN') return { kind: 'empty' };
    if (code === 'EPIPE') return { kind: 'overrun' };
    this.#failure = `/dev/kmsg cannot be read (${code})`;
    return { kind: 'failed' };
  }

  #eventsOf(text: string): KernelLogEvent[] {
    const lines = (this.#tail + text).split('\n');
    this.#tail = (lines.pop() ?? '').slice(0, longestLine);
    return lines.flatMap((line) => {
      const record = parseKernelRecord(line);
      const message = record && parseDriverMessage(record.text);
      return message ? [{ timeMs: this.#bootTimeMs() + record.microseconds / 1000, message }] : [];
    });
  }
}

type ReadOutcome =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'overrun' }
  | { readonly kind: 'failed' };

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'UNKNOWN';
}
