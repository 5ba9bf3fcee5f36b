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

/** Waits until the reader has answered everything it was asked for, or stopped doing so. */
export async function watchReader(
  reader: ReaderProcess,
  options: WatchOptions,
): Promise<WatchResult> {
  const { clock, signal, suspectMs, watchdogMs } = options;
  let hadItsTurn = false;
  for (;;) {
    for (const answer of reader.takeAnswers()) options.onAnswer(answer);
    if (reader.pending.length === 0) return 'answered';
    if (reader.hasEnded) return 'ended';
    if (signal.aborted) return 'aborted';
    const idleMs = clock.monotonicMs() - reader.progressMs;
    if (idleMs >= watchdogMs && hadItsTurn) return 'hung';
    if (idleMs >= suspectMs && !hadItsTurn) options.onSuspicion();
    // After this process itself stood still, the answers lie in the pipe: they are read first.
    hadItsTurn = idleMs >= watchdogMs;
    const untilMs = idleMs < suspectMs ? suspectMs : watchdogMs;
    const patienceMs = hadItsTurn ? turnMs : untilMs - idleMs;
    await changeOrTime(reader, patienceMs, clock, signal);
  }
}

/** Resolves when the reader has something to say, after that time, or at once when aborted. */
export async function changeOrTime(
  reader: ReaderProcess,
  milliseconds: number,
  clock: WatchClock,
  signal: AbortSignal,
): Promise<void> {
  const timer = new AbortController();
  const cancel = () => timer.abort();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    await Promise.race([reader.changed(), clock.sleep(milliseconds, timer.signal)]);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}
