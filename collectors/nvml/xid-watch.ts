import path from 'node:path';
import { KernelFile } from '../kernel-file.ts';
import type { DriverMessage } from './driver-message.ts';
import type { GpuEvent } from './gpu-event.ts';
import { openKernelLog, type KernelLog, type KernelLogEvent } from './kmsg.ts';
import type { DriverEvent } from './protocol.ts';
import { describeSxid, describeXid } from './xid/describe.ts';
import { XidFilter, type XidReport } from './xid-filter.ts';

export interface XidWatchOptions {
  readonly rootfs: string;
  readonly monotonicMs: () => number;
  /** UUID of the GPU at this address on the bus; null when it is not known. */
  readonly uuidAt: (pciBusId: string) => string | null;
}

export interface NamedEvent {
  /** UUID of the GPU; address on the bus of a switch, or of a GPU that never said its name. */
  readonly gpu: string;
  readonly event: GpuEvent;
}

/** How long NVML's report of an Xid waits for the text of the kernel log. */
const windowMs = 1500;
const reopenMs = 60_000;

/** Joins the two witnesses of an Xid: the driver's library, and the kernel log with its words. */
export class XidWatch {
  readonly #options: XidWatchOptions;
  readonly #uptime: KernelFile;
  #filter = new XidFilter({ windowMs: 0 });
  #log: KernelLog | null = null;
  #reopenMs = 0;
  #waiting: NamedEvent[] = [];

  constructor(options: XidWatchOptions) {
    this.#options = options;
    this.#uptime = new KernelFile(path.join(options.rootfs, 'proc/uptime'));
  }

  /** What NVML told. */
  note({ uuid, xid, wallMs }: DriverEvent): void {
    const report = { source: 'nvml', gpu: uuid, code: xid, timeMs: wallMs } as const;
    this.#offer({ ...report, message: '', process: null });
  }

  /**
   * The events since the last call; to be called each round.
   *
   * @param wallMs time of day now
   */
  read(wallMs: number): { readonly events: readonly NamedEvent[]; readonly overruns: number } {
    const log = this.#openLog(wallMs);
    const reading = log?.read();
    for (const event of reading?.events ?? []) this.#noteMessage(event);
    if (reading && reading.failure !== null) this.#closeLog();
    this.#tell(this.#filter.expire(this.#options.monotonicMs()));
    const events = this.#waiting;
    this.#waiting = [];
    return { events, overruns: reading?.overruns ?? 0 };
  }

  close(): void {
    this.#closeLog();
    this.#uptime.close();
  }

  #openLog(wallMs: number): KernelLog | null {
    const nowMs = this.#options.monotonicMs();
    if (this.#log || nowMs < this.#reopenMs) return this.#log;
    this.#reopenMs = nowMs + reopenMs;
    const offsetMs = wallMs - nowMs;
    const opening = openKernelLog(this.#options.rootfs, () => this.#bootTimeMs(offsetMs));
    if (!opening.isOpen) return null;
    this.#log = opening.log;
    this.#tell(this.#filter.flush());
    this.#filter = new XidFilter({ windowMs });
    return this.#log;
  }

  #closeLog(): void {
    this.#log?.close();
    this.#log = null;
    this.#tell(this.#filter.flush());
    this.#filter = new XidFilter({ windowMs: 0 });
  }

  /** The time of day when the kernel's clock began. */
  #bootTimeMs(offsetMs: number): number {
    const seconds = Number(this.#uptime.read()?.split(' ')[0] ?? Number.NaN);
    const wallMs = this.#options.monotonicMs() + offsetMs;
    return Number.isFinite(seconds) ? wallMs - seconds * 1000 : 0;
  }

  #noteMessage({ timeMs, message }: KernelLogEvent): void {
    const { pciBusId } = message;
    const gpu = this.#options.uuidAt(pciBusId) ?? pciBusId;
    switch (message.kind) {
      case 'xid': {
        const report = { source: 'kmsg', gpu, code: message.code, timeMs } as const;
        this.#offer({ ...report, message: message.message, process: processOf(message) });
        return;
      }
      case 'sxid': {
        const { code } = message;
        const words = describeSxid(code, message.message);
        const told = { kind: 'sxid', source: 'kmsg', code, message: message.message } as const;
        this.#waiting.push({ gpu, event: { ...told, ...words, wallMs: timeMs } });
        return;
      }
      case 'lost':
      // The driver says so with Xid 79 too, and the GPU's readings show it.
    }
  }

  #offer(report: XidReport): void {
    this.#tell(this.#filter.offer(report, this.#options.monotonicMs()));
  }

  #tell(reports: readonly XidReport[]): void {
    for (const report of reports) this.#waiting.push({ gpu: report.gpu, event: xidEvent(report) });
  }
}

function processOf(message: Extract<DriverMessage, { kind: 'xid' }>): string | null {
  const { processName, pid } = message;
  const words = [processName, pid === null ? null : `(${pid})`].filter((word) => word !== null);
  return words.length > 0 ? words.join(' ') : null;
}

function xidEvent({ source, code, message, process, timeMs }: XidReport): GpuEvent {
  return {
    kind: 'xid',
    source,
    ...describeXid(code, message),
    ...(message !== '' && { message }),
    ...(process !== null && { process }),
    wallMs: timeMs,
  };
}
