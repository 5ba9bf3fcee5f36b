import type { ProbeResult } from '../collector.ts';
import type { Log } from './log.ts';
import type { Round } from './scheduler.ts';

/** Tells the log when a collector or one of its devices begins or ceases to fail. */
export class RoundLog {
  readonly #log: Log;
  readonly #failing = new Set<string>();
  readonly #faults = new Map<string, Set<string>>();

  constructor(log: Log) {
    this.#log = log;
  }

  noteProbe(collector: string, result: ProbeResult): void {
    const name = `${collector} probe`;
    if (result.supported) {
      this.#failing.delete(name);
      this.#log.info({ collector }, 'the collector runs');
    } else if (!this.#failing.has(name)) {
      this.#failing.add(name);
      this.#log.info({ collector }, `the collector has nothing to read: ${result.reason}`);
    }
  }

  noteRound({ collector, result, faults }: Round): void {
    if (result.kind === 'succeeded') {
      if (this.#failing.delete(collector)) this.#log.info({ collector }, 'the collector recovered');
    } else if (!this.#failing.has(collector)) {
      this.#failing.add(collector);
      const reason =
        result.kind === 'failed' ? result.reason : `no end after ${result.deadlineMs} ms`;
      this.#log.warn({ collector }, `the collector failed: ${reason}`);
    }
    const before = this.#faults.get(collector);
    for (const { what, reason } of faults) {
      if (!before?.has(what)) this.#log.warn({ collector, what }, `read ${what}: ${reason}`);
    }
    this.#faults.set(collector, new Set(faults.map(({ what }) => what)));
  }
}
