import type { GpuAnswer } from './protocol.ts';
import { Quarantine } from './quarantine.ts';
import type { ReaderProcess } from './reader-process.ts';
import { watchReader, type WatchClock } from './watch.ts';

export interface WardOptions {
  readonly clock: WatchClock;
  readonly watchdogMs: number;
  readonly openingMs: number;
  /** Null when no further process may be started now. */
  readonly start: () => ReaderProcess | null;
  /** A GPU answers again and is read together with the others from the next round on. */
  onRelease(index: number): void;
}

interface Visit {
  readonly reader: ReaderProcess;
  readonly index: number;
}

/** Looks after the GPUs in quarantine: one process for one of them, and none while none is due. */
export class Ward {
  readonly quarantine = new Quarantine();
  readonly #options: WardOptions;
  #visit: Visit | null = null;

  constructor(options: WardOptions) {
    this.#options = options;
  }

  confine(index: number, reason: string): void {
    this.quarantine.confine(index, reason, this.#options.clock.monotonicMs());
  }

  /** The ward's part of a round. A process that is still opening the driver is used in a later one. */
  async gather(signal: AbortSignal, onAnswer: (answer: GpuAnswer) => void): Promise<void> {
    const visit = this.#visit ?? this.#begin();
    if (!visit) return;
    const { reader, index } = visit;
    const { clock, watchdogMs, openingMs } = this.#options;
    if (reader.opening?.kind === 'unavailable' || (reader.hasEnded && !reader.opening)) {
      this.#fail(visit, 'the driver does not open');
      return;
    }
    if (!reader.opening) {
      const isLate = clock.monotonicMs() - reader.startedMs >= openingMs;
      if (isLate) this.#fail(visit, 'the driver does not open');
      return;
    }
    if (reader.pending.length === 0) reader.request([index], clock.monotonicMs());
    const watch = {
      clock,
      signal,
      watchdogMs,
      suspectMs: watchdogMs,
      onSuspicion: () => undefined,
    };
    const result = await watchReader(reader, { ...watch, onAnswer });
    if (result === 'answered') this.#noteAnswer(visit);
    else if (result !== 'aborted') this.#fail(visit, 'it still does not answer');
  }

  /** The driver has numbered its GPUs anew. */
  clear(): void {
    this.close();
    this.quarantine.clear();
  }

  close(): void {
    this.#visit?.reader.kill();
    this.#visit = null;
  }

  #begin(): Visit | null {
    const index = this.quarantine.due(this.#options.clock.monotonicMs());
    const reader = index === null ? null : this.#options.start();
    if (index === null || !reader) return null;
    this.#visit = { reader, index };
    return this.#visit;
  }

  #noteAnswer({ index }: Visit): void {
    if (!this.quarantine.noteAnswer(index)) return;
    this.close();
    this.#options.onRelease(index);
  }

  #fail({ index }: Visit, reason: string): void {
    this.close();
    this.confine(index, reason);
  }
}
