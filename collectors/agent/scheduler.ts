import type { Point } from '#lib/model/sample.ts';
import type { Collector, ProbeResult } from '../collector.ts';
import type { Clock } from './clock.ts';
import { describe } from './log.ts';
import { RoundAbort } from './round-abort.ts';
import { RoundSink, type Fault } from './round-sink.ts';

export type RoundResult =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly deadlineMs: number };

/** One round of one collector. */
export interface Round {
  readonly collector: string;
  readonly seconds: number;
  readonly result: RoundResult;
  readonly points: readonly Point[];
  readonly faults: readonly Fault[];
}

export interface ScheduleOptions {
  readonly clock: Clock;
  /** Shifts every round of this agent, so that the hosts of a fleet do not push as one. */
  readonly phaseMs: number;
  onProbe(collector: string, result: ProbeResult): void;
  onRound(round: Round): void;
  /** A round that was not begun because the one before still ran. */
  onSkip(collector: string): void;
  /** Aborted when a collector may have something to read that it had not; absent: only time tells. */
  readonly news?: () => AbortSignal;
}

const reprobeMs = 60_000;

/**
 * Runs every collector on its own timer until the signal is aborted. None waits for another, and
 * rounds stay on a fixed grid of the monotonic clock however long they take.
 */
export async function runSchedule(
  collectors: readonly Collector[],
  options: ScheduleOptions,
  signal: AbortSignal,
): Promise<void> {
  const startMs = options.clock.monotonicMs();
  await Promise.all(
    collectors.map((collector) => runCollector(collector, { ...options, startMs }, signal)),
  );
}

/** One grid for all, whenever each could begin: rounds that are due together leave together. */
type GridOptions = ScheduleOptions & { readonly startMs: number };

/** A driver may be loaded later, so what is not supported is asked again now and then. */
async function runCollector(collector: Collector, options: GridOptions, signal: AbortSignal) {
  while (!signal.aborted) {
    const news = options.news?.();
    const result = await probeSafely(collector, signal);
    options.onProbe(collector.name, result);
    if (result.supported) return runRounds(collector, options, signal);
    await options.clock.sleep(reprobeMs, news ? AbortSignal.any([signal, news]) : signal);
  }
}

export async function probeSafely(collector: Collector, signal: AbortSignal): Promise<ProbeResult> {
  try {
    return await collector.probe(signal);
  } catch (error) {
    return { supported: false, reason: describe(error) };
  }
}

async function runRounds(collector: Collector, options: GridOptions, signal: AbortSignal) {
  const { clock, phaseMs, startMs } = options;
  const { intervalMs, name } = collector;
  const abort = new RoundAbort(signal);
  let isBusy = false;
  let dueMs = startMs + (phaseMs % intervalMs);
  dueMs += Math.max(0, Math.ceil((clock.monotonicMs() - dueMs) / intervalMs)) * intervalMs;
  for (;;) {
    await clock.sleep(dueMs - clock.monotonicMs(), signal);
    if (signal.aborted) return;
    if (isBusy) {
      options.onSkip(name);
    } else {
      isBusy = true;
      const { reported, settled } = beginRound(collector, clock, abort);
      void reported.then((round) => {
        // A round that the end of the agent cut off counts for nothing.
        if (!signal.aborted) options.onRound(round);
      });
      void settled.then(() => (isBusy = false));
    }
    dueMs += intervalMs;
    // After the process itself stood still, what was missed is not made up for.
    for (; dueMs <= clock.monotonicMs(); dueMs += intervalMs) options.onSkip(name);
  }
}

/**
 * Starts one round. `reported` resolves in time whatever the collector does; `settled` resolves
 * when the collector has really ended, which after a deadline may be later.
 */
export function beginRound(
  collector: Collector,
  clock: Clock,
  abort: RoundAbort,
): { readonly reported: Promise<Round>; readonly settled: Promise<unknown> } {
  const deadlineMs = collector.deadlineMs ?? Math.max(1000, collector.intervalMs);
  const sink = new RoundSink(clock.wallMs());
  const startedMs = clock.monotonicMs();
  const gathered = gatherSafely(collector, sink, abort.signal);
  const reported = withinDeadline(gathered, deadlineMs, clock, abort).then((result): Round => {
    if (result.kind === 'timed-out') abort.abort();
    const seconds = (clock.monotonicMs() - startedMs) / 1000;
    return { collector: collector.name, seconds, result, ...sink.close() };
  });
  return { reported, settled: gathered };
}

async function withinDeadline(
  gathered: Promise<RoundResult>,
  deadlineMs: number,
  clock: Clock,
  abort: RoundAbort,
): Promise<RoundResult> {
  // Most collectors wait for nothing, and need no timer.
  const atOnce = await Promise.race([gathered, someTurns()]);
  if (atOnce) return atOnce;
  const late = (): RoundResult => ({ kind: 'timed-out', deadlineMs });
  const cancel = abort.follow();
  try {
    return await Promise.race([gathered, clock.sleep(deadlineMs, cancel.signal).then(late)]);
  } finally {
    cancel.end();
  }
}

/** Resolves when promises that are ready have had several turns, before anything else happens. */
async function someTurns(): Promise<null> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  return null;
}

async function gatherSafely(
  collector: Collector,
  sink: RoundSink,
  signal: AbortSignal,
): Promise<RoundResult> {
  try {
    await collector.gather(sink, signal);
    return { kind: 'succeeded' };
  } catch (error) {
    return { kind: 'failed', reason: describe(error) };
  }
}
