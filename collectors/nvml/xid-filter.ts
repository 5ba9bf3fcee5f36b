/** An Xid as one of its two witnesses tells it. */
export interface XidReport {
  readonly source: 'nvml' | 'kmsg';
  /** UUID, or whatever else names the GPU in both sources. */
  readonly gpu: string;
  readonly code: number;
  readonly timeMs: number;
  /** Text of the driver; NVML has none. */
  readonly message: string;
  readonly process: string | null;
}

export interface XidFilterOptions {
  /** How far apart the two witnesses may be; NVML's report waits this long for the text. */
  readonly windowMs: number;
}

interface Waiting {
  readonly report: XidReport;
  readonly arrivedMs: number;
  /** Already told: it only waits for its twin, which then is dropped. */
  readonly isTold: boolean;
}

/**
 * Makes one event of an Xid that both NVML and the kernel log report, and leaves repeats apart: the
 * first report of one source belongs to the first unpaired one of the other. It goes by the time of
 * arrival, for the kernel's clock drifts by seconds over months.
 */
export class XidFilter {
  readonly #windowMs: number;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(options: XidFilterOptions) {
    this.#windowMs = options.windowMs;
  }

  /** Takes a report in; returns the events that are complete with it, those overdue first. */
  offer(report: XidReport, nowMs: number): XidReport[] {
    const events = this.expire(nowMs);
    const key = `${report.gpu} ${report.code}`;
    const queue = this.#waiting.get(key) ?? [];
    const twin = queue.findIndex((entry) => entry.report.source !== report.source);
    const paired = twin < 0 ? undefined : queue.splice(twin, 1)[0];
    if (!paired) {
      const isTold = report.source === 'kmsg' || this.#windowMs <= 0;
      queue.push({ report, arrivedMs: nowMs, isTold });
      if (isTold) events.push(report);
    } else if (!paired.isTold) {
      events.push(merge(paired.report, report));
    }
    this.#keep(key, queue);
    return events;
  }

  /** Events whose other witness has not come in time. */
  expire(nowMs: number): XidReport[] {
    const overdue: Waiting[] = [];
    for (const [key, queue] of this.#waiting) {
      const isOver = (entry: Waiting) => nowMs - entry.arrivedMs > this.#windowMs;
      overdue.push(...queue.filter((entry) => isOver(entry) && !entry.isTold));
      this.#keep(
        key,
        queue.filter((entry) => !isOver(entry)),
      );
    }
    return overdue.sort((a, b) => a.arrivedMs - b.arrivedMs).map((entry) => entry.report);
  }

  /** Whatever has not been told yet, before the collector ends. */
  flush(): XidReport[] {
    return this.expire(Infinity);
  }

  #keep(key: string, queue: Waiting[]): void {
    if (queue.length > 0) this.#waiting.set(key, queue);
    else this.#waiting.delete(key);
  }
}

/** The one with more text, at the time of the one that came first. */
function merge(first: XidReport, second: XidReport): XidReport {
  const richer = second.message.length > first.message.length ? second : first;
  return {
    ...richer,
    timeMs: first.timeMs,
    process: richer.process ?? first.process ?? second.process,
  };
}
