import { setTimeout as sleep } from 'node:timers/promises';
import { stepHall } from '#simulation/hall.ts';
import type { Hall } from '#simulation/hall-state.ts';
import type { HallReport } from '#simulation/report/hall-report.ts';
import type { Sender } from './sender.ts';

/** What both ways of playing need. */
export interface Play {
  readonly hall: Hall;
  readonly report: HallReport;
  readonly senders: readonly Sender[];
  readonly signal: AbortSignal;
  readonly wallMs: () => number;
  /** Called after each report. */
  readonly onReport: (timeMs: number) => void;
  /** Called for a report that a sender could not take. */
  readonly onSkip: () => void;
}

/** What is computed at once at most: the time constants of fans and limits are a few seconds. */
const liveTickSeconds = 1;
const historyTickSeconds = 10;

/** Steps the hall by a span, in equal ticks. */
function advance(hall: Hall, dtSeconds: number, seconds: number, tickSeconds: number): void {
  const ticks = Math.max(1, Math.ceil(dtSeconds / tickSeconds - 1e-9));
  for (let tick = 0; tick < ticks; tick += 1) stepHall(hall, dtSeconds / ticks, seconds / ticks);
}

/** As fast as the server takes it. Reports before `resumeMs` are computed but not sent. */
export async function playHistory(
  { hall, report, senders, signal, wallMs, onReport }: Play,
  {
    fromMs,
    toMs,
    stepMs,
    resumeMs,
  }: {
    readonly fromMs: number;
    /** Called again at its end: meanwhile time has gone on. */
    readonly toMs: () => number;
    readonly stepMs: number;
    readonly resumeMs: number;
  },
): Promise<number> {
  let timeMs = fromMs;
  let yieldedMs = wallMs();
  while (timeMs <= toMs() && !signal.aborted) {
    if (timeMs > fromMs) advance(hall, stepMs / 1000, stepMs / 1000, historyTickSeconds);
    if (timeMs >= resumeMs) report.write(hall, timeMs);
    // The run before has told of these.
    else hall.faults.happenings.length = 0;
    onReport(timeMs);
    for (const sender of senders) await sender.room(signal);
    if (wallMs() - yieldedMs > 50) {
      await sleep(0);
      yieldedMs = wallMs();
    }
    timeMs += stepMs;
  }
  report.flush();
  return timeMs - stepMs;
}

/** One report at each interval of the wall clock; what cannot be kept up with is a gap. */
export async function playLive(
  { hall, report, senders, signal, wallMs, onReport, onSkip }: Play,
  {
    lastMs,
    intervalMs,
    speed,
    untilMs,
  }: {
    /** Time of the report before; null for the first. */
    readonly lastMs: number | null;
    readonly intervalMs: number;
    readonly speed: number;
    readonly untilMs: number;
  },
): Promise<void> {
  let timeMs = Math.floor(wallMs() / intervalMs) * intervalMs;
  let beforeMs = lastMs ?? timeMs - intervalMs;
  while (!signal.aborted && timeMs <= untilMs) {
    const seconds = (timeMs - beforeMs) / 1000;
    if (seconds > 0) {
      advance(hall, seconds * speed, seconds, liveTickSeconds);
      report.write(hall, timeMs, (sender) => senders[sender]?.isFull !== true);
      report.flush();
      if (senders.some((sender) => sender.isFull)) onSkip();
      onReport(timeMs);
      beforeMs = timeMs;
    }
    // Late by more than a report: the ones between are left out.
    timeMs = Math.max(timeMs + intervalMs, Math.floor(wallMs() / intervalMs) * intervalMs);
    await sleep(Math.max(0, timeMs - wallMs()), undefined, { signal }).catch(() => undefined);
  }
}
