import type { GpuAnswer } from './protocol.ts';
import type { ReaderProcess } from './reader-process.ts';

export interface WatchClock {
  monotonicMs(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface WatchOptions {
  readonly clock: WatchClock;
  /** So long without an answer is suspicious. */
  readonly suspectMs: number;
  /** So long without an answer is a hang. */
  readonly watchdogMs: number;
  readonly signal: AbortSignal;
  onAnswer(answer: GpuAnswer): void;
  onSuspicion(): void;
}

export type WatchResult = 'answered' | 'hung' | 'ended' | 'aborted';

const turnMs = 10;
/** A process binds each call when it first makes it, and compiles as it goes. */
const firstAnswerFactor = 3;

/** Waits until the reader has answered everything it was asked for, or stopped doing so. */
export async function watchReader(
  reader: ReaderProcess,
  options: WatchOptions,
): Promise<WatchResult> {
  const { clock, signal } = options;
  const idle = new IdleTime(reader, clock);
  const alarm = new Alarm(clock, signal);
  let hadItsTurn = false;
  try {
    for (;;) {
      for (const answer of reader.takeAnswers()) options.onAnswer(answer);
      const end = endOf(reader, signal);
      if (end) return end;
      const factor = reader.hasAnswered ? 1 : firstAnswerFactor;
      const watchdogMs = options.watchdogMs * factor;
      const suspectMs = options.suspectMs * factor;
      const idleMs = idle.read(suspectMs);
      if (idleMs >= watchdogMs && hadItsTurn) return 'hung';
      if (idleMs >= suspectMs && !hadItsTurn) options.onSuspicion();
      // After this process itself stood still, the answers lie in the pipe: they are read first.
      hadItsTurn = idleMs >= watchdogMs;
      const untilMs = idleMs < suspectMs ? suspectMs : watchdogMs;
      const patienceMs = hadItsTurn ? turnMs : untilMs - idleMs;
      await Promise.race([reader.changed(), alarm.within(patienceMs)]);
    }
  } finally {
    alarm.close();
  }
}

function endOf(reader: ReaderProcess, signal: AbortSignal): WatchResult | null {
  if (reader.pending.length === 0) return 'answered';
  if (reader.hasEnded) return 'ended';
  return signal.aborted ? 'aborted' : null;
}

/** For how long a reader has kept silent, without the time it had to wait for a processor. */
class IdleTime {
  readonly #reader: ReaderProcess;
  readonly #clock: WatchClock;
  #since = { progressMs: 0, starvedMs: 0 };

  constructor(reader: ReaderProcess, clock: WatchClock) {
    this.#reader = reader;
    this.#clock = clock;
  }

  /** @param suspectMs shorter silence is not looked into */
  read(suspectMs: number): number {
    const { progressMs } = this.#reader;
    const silentMs = this.#clock.monotonicMs() - progressMs;
    if (silentMs < suspectMs) return silentMs;
    const starvedMs = this.#reader.readStarvedMs();
    if (this.#since.progressMs !== progressMs) this.#since = { progressMs, starvedMs };
    return Math.max(suspectMs, silentMs - (starvedMs - this.#since.starvedMs));
  }
}

/** Resolves when the reader has something to say, after that time, or at once when aborted. */
export async function changeOrTime(
  reader: ReaderProcess,
  milliseconds: number,
  clock: WatchClock,
  signal: AbortSignal,
): Promise<void> {
  const alarm = new Alarm(clock, signal);
  try {
    await Promise.race([reader.changed(), alarm.within(milliseconds)]);
  } finally {
    alarm.close();
  }
}

/** A timer for waits that nearly always end before it: it is not set anew for each of them. */
class Alarm {
  readonly #clock: WatchClock;
  readonly #signal: AbortSignal;
  readonly #over = new AbortController();
  readonly #end = () => this.#over.abort('the wait is over');
  #ring: { readonly atMs: number; readonly promise: Promise<void> } | null = null;

  constructor(clock: WatchClock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
    signal.addEventListener('abort', this.#end);
    if (signal.aborted) this.#end();
  }

  /** Resolves after that time or earlier, and at once when the signal is aborted. */
  within(milliseconds: number): Promise<void> {
    const atMs = this.#clock.monotonicMs() + milliseconds;
    if (this.#ring && this.#ring.atMs <= atMs) return this.#ring.promise;
    const ring = {
      atMs,
      promise: this.#clock.sleep(milliseconds, this.#over.signal).then(() => {
        if (this.#ring === ring) this.#ring = null;
      }),
    };
    this.#ring = ring;
    return ring.promise;
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#end);
    this.#end();
  }
}
