import type { DriverEvent, GpuAnswer, Ready } from './protocol.ts';
import { ReaderProcess, type ReaderChild } from './reader-process.ts';
import { Ward } from './ward.ts';
import { changeOrTime, watchReader, type WatchClock } from './watch.ts';

export interface CrewOptions {
  readonly clock: WatchClock;
  readonly watchdogMs: number;
  readonly start: () => ReaderChild;
  onEvent(event: DriverEvent): void;
  /** A GPU no longer answers, or does so again. */
  onHang(index: number, reason: string): void;
  onRelease(index: number): void;
  /** The driver was unloaded under the reader. */
  onDriverGone(): void;
}

export type CrewState =
  | { readonly kind: 'ready'; readonly driver: Ready }
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface CrewRound {
  readonly state: CrewState;
  /** GPUs that have not answered when the round ended, those in quarantine aside. */
  readonly late: readonly number[];
}

/** Opening the driver takes seconds where it does not stay loaded without clients. */
const openingMs = 30_000;
/** A third of the deadline: the replacement is ready about when it is needed. */
const suspicionShare = 1 / 3;
const standbyMs = 60_000;
const renewMs = 60_000;
const longestRestartMs = 30_000;
/** Killed processes that the kernel cannot end: each is inside a call into the driver. */
const mostRemains = 8;

/**
 * The processes that read the GPUs. One reads all of them. When it hangs at one, that GPU goes to
 * the ward and a replacement, started at the first suspicion, goes on with the others.
 */
export class Crew {
  readonly #options: CrewOptions;
  readonly #ward: Ward;
  #main: ReaderProcess | null = null;
  #standby: { readonly reader: ReaderProcess; wantedMs: number; readonly isHeir: boolean } | null =
    null;
  #remains: ReaderProcess[] = [];
  #gpus = 0;
  #failure = { reason: 'it was not started yet', waitMs: 0, retryMs: 0 };

  constructor(options: CrewOptions) {
    const { clock, watchdogMs } = options;
    this.#options = options;
    const start = () => (this.#countRemains() < mostRemains ? this.#start() : null);
    this.#ward = new Ward({
      clock,
      watchdogMs,
      openingMs,
      start,
      onRelease: (index) => options.onRelease(index),
    });
  }

  /** GPUs that are read apart, and why. */
  confined(): ReadonlyMap<number, string> {
    return new Map(this.#ward.quarantine.reasons());
  }

  /** Waits until the driver is open, or known not to be. */
  async open(signal: AbortSignal): Promise<CrewState> {
    const { clock } = this.#options;
    for (;;) {
      const reader = this.#mainReader();
      if (!reader) return { kind: 'unavailable', reason: this.#failure.reason };
      const { opening } = reader;
      const leftMs = openingMs - (clock.monotonicMs() - reader.startedMs);
      if (reader.hasEnded || opening?.kind === 'unavailable') this.#giveUp(reader);
      else if (opening) return this.#welcome(opening);
      else if (signal.aborted) return { kind: 'unavailable', reason: 'the driver is opening' };
      else if (leftMs <= 0) this.#giveUp(reader, 'the driver does not open');
      else await changeOrTime(reader, leftMs, clock, signal);
    }
  }

  /** One round: what has answered before the signal is aborted. */
  async gather(signal: AbortSignal, onAnswer: (answer: GpuAnswer) => void): Promise<CrewRound> {
    this.#tidy();
    const [round] = await Promise.all([
      this.#gatherMain(signal, onAnswer),
      this.#ward.gather(signal, onAnswer),
    ]);
    return round;
  }

  /** Replaces the reader now and then: only a new one sees GPUs that have come back. */
  renew(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (!this.#main || this.#standby || nowMs - this.#main.startedMs < renewMs) return;
    this.#callStandby(true);
  }

  /** Resolves when the processes have ended, or cannot be ended. */
  async close(): Promise<void> {
    this.#main?.kill();
    this.#standby?.reader.kill();
    this.#ward.close();
    this.#main = null;
    this.#standby = null;
    const { clock } = this.#options;
    const end = clock.monotonicMs() + 1000;
    while (this.#countRemains() > 0 && clock.monotonicMs() < end) {
      await clock.sleep(5, new AbortController().signal);
    }
  }

  async #gatherMain(
    signal: AbortSignal,
    onAnswer: (answer: GpuAnswer) => void,
  ): Promise<CrewRound> {
    const { clock, watchdogMs } = this.#options;
    const done = new Set<number>();
    const note = (answer: GpuAnswer) => {
      done.add(answer.index);
      onAnswer(answer);
    };
    for (;;) {
      const state = await this.open(signal);
      const reader = this.#main;
      const missing = this.#indices().filter((index) => !done.has(index));
      if (state.kind !== 'ready' || !reader) return { state, late: missing };
      const wanted = missing.filter((index) => !reader.pending.includes(index));
      if (wanted.length > 0) reader.request(wanted, clock.monotonicMs());
      const result = await watchReader(reader, {
        clock,
        signal,
        watchdogMs,
        suspectMs: watchdogMs * suspicionShare,
        onAnswer: note,
        onSuspicion: () => this.#callStandby(false),
      });
      if (result === 'answered') this.#failure = { ...this.#failure, waitMs: 0, retryMs: 0 };
      if (result === 'hung' || result === 'ended') this.#replace(reader);
      else return { state, late: this.#indices().filter((index) => !done.has(index)) };
    }
  }

  #indices(): number[] {
    const all = Array.from({ length: this.#gpus }, (_, index) => index);
    return all.filter((index) => !this.#ward.quarantine.has(index));
  }

  #mainReader(): ReaderProcess | null {
    if (this.#main) return this.#main;
    const standby = this.#standby?.reader;
    this.#standby = null;
    if (standby && !standby.hasEnded) this.#main = standby;
    else if (this.#options.clock.monotonicMs() >= this.#failure.retryMs) this.#main = this.#start();
    return this.#main;
  }

  #welcome(driver: Ready): CrewState {
    if (this.#gpus !== 0 && this.#gpus !== driver.gpus) this.#ward.clear();
    this.#gpus = driver.gpus;
    return { kind: 'ready', driver };
  }

  /** The reader hung, died, or was told that the driver is gone. */
  #replace(reader: ReaderProcess): void {
    if (reader.opening?.kind === 'unavailable') {
      this.#giveUp(reader);
      this.#options.onDriverGone();
      return;
    }
    const [culprit] = reader.pending;
    const reason = reader.hasEnded
      ? `the reader died at it: ${reader.complaint}`
      : `no answer within ${this.#options.watchdogMs} ms`;
    this.#dismiss(reader);
    if (culprit === undefined) return;
    this.#ward.confine(culprit, reason);
    this.#options.onHang(culprit, reason);
  }

  /** The next attempt waits longer, until a round has succeeded. */
  #giveUp(reader: ReaderProcess, reason = reasonOf(reader)): void {
    const { waitMs } = this.#failure;
    const nextMs = Math.min(Math.max(1000, waitMs * 2), longestRestartMs);
    const retryMs = this.#options.clock.monotonicMs() + waitMs;
    this.#failure = { reason, waitMs: nextMs, retryMs };
    this.#dismiss(reader);
  }

  #dismiss(reader: ReaderProcess): void {
    reader.kill();
    if (this.#main === reader) this.#main = null;
  }

  #callStandby(isHeir: boolean): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#standby) this.#standby.wantedMs = nowMs;
    else this.#standby = { reader: this.#start(), wantedMs: nowMs, isHeir };
  }

  /** Between rounds: an heir takes over, a standby nobody needed goes. */
  #tidy(): void {
    const standby = this.#standby;
    if (!standby) return;
    const idleMs = this.#options.clock.monotonicMs() - standby.wantedMs;
    if (standby.reader.hasEnded || standby.reader.opening?.kind === 'unavailable') {
      standby.reader.kill();
      this.#standby = null;
    } else if (standby.isHeir && standby.reader.opening && this.#main?.pending.length === 0) {
      this.#dismiss(this.#main);
    } else if (idleMs > standbyMs) {
      standby.reader.kill();
      this.#standby = null;
    }
  }

  #start(): ReaderProcess {
    const { clock, start } = this.#options;
    const reader = new ReaderProcess(start(), {
      monotonicMs: () => clock.monotonicMs(),
      onEvent: (event) => this.#options.onEvent(event),
    });
    this.#remains.push(reader);
    return reader;
  }

  /** Processes that were killed and still are there; forgets those that are gone. */
  #countRemains(): number {
    this.#remains = this.#remains.filter((reader) => !reader.hasExited);
    return this.#remains.filter((reader) => reader.hasEnded).length;
  }
}

function reasonOf(reader: ReaderProcess): string {
  const { opening } = reader;
  if (opening?.kind === 'unavailable') return opening.reason;
  return `the reader ended: ${reader.complaint}`;
}
