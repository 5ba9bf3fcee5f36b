import type { RunProgress, Throughput } from '#lib/wire/run-report.ts';
import { createStepTimes } from './step-times.ts';
import type { WorkloadDefinition } from './workload.ts';

const reportSeconds = 1;

/**
 * Turns finished steps into rates. The first step compiles the workload, so it is counted but
 * never timed: rates and step times begin after it.
 */
export interface Meter {
  /** @returns a report when one is due: at the first timed step, then once a second */
  finish(loss: number, stepSeconds: number, nowSeconds: number): RunProgress | null;
  /** Time since the first step ended; 0 before. */
  timedSeconds(nowSeconds: number): number;
  totals(nowSeconds: number): MeterTotals;
}

export interface MeterTotals {
  readonly steps: number;
  readonly lossFirst: number | null;
  readonly lossLast: number | null;
  readonly startupSeconds: number;
  readonly elapsedSeconds: number;
  /** Null before the first timed step. */
  readonly timed: {
    readonly throughput: Throughput;
    readonly p50: number | null;
    readonly p99: number | null;
  } | null;
}

export function createMeter(workload: WorkloadDefinition, startedAt: number): Meter {
  const times = createStepTimes();
  let steps = 0;
  let firstEndedAt: number | null = null;
  let [lossFirst, lossLast]: (number | null)[] = [null, null];
  let window = { since: startedAt, steps: 0, stepSeconds: 0 };

  const isDue = (now: number) => steps === 2 || now - window.since >= reportSeconds;
  return {
    finish: (loss, stepSeconds, now) => {
      steps++;
      lossLast = finite(loss);
      if (firstEndedAt === null) {
        lossFirst = lossLast;
        firstEndedAt = window.since = now;
        return null;
      }
      times.record(stepSeconds);
      window.steps++;
      window.stepSeconds += stepSeconds;
      if (!isDue(now)) return null;
      const report = {
        step: steps,
        loss: lossLast,
        ...throughput(workload, window.steps, now - window.since),
        step_seconds: window.stepSeconds / window.steps,
        elapsed_seconds: now - startedAt,
      };
      window = { since: now, steps: 0, stepSeconds: 0 };
      return report;
    },
    timedSeconds: (now) => (firstEndedAt === null ? 0 : now - firstEndedAt),
    totals: (now) => ({
      steps,
      lossFirst: lossFirst ?? null,
      lossLast: lossLast ?? null,
      startupSeconds: (firstEndedAt ?? now) - startedAt,
      elapsedSeconds: now - startedAt,
      timed:
        firstEndedAt === null || steps < 2
          ? null
          : {
              throughput: throughput(workload, steps - 1, now - firstEndedAt),
              p50: times.quantile(0.5),
              p99: times.quantile(0.99),
            },
    }),
  };
}

function throughput(workload: WorkloadDefinition, steps: number, seconds: number): Throughput {
  const perSecond = steps / seconds;
  return {
    steps_per_second: perSecond,
    samples_per_second: perSecond * workload.samplesPerStep,
    ...(workload.tokensPerStep !== undefined && {
      tokens_per_second: perSecond * workload.tokensPerStep,
    }),
    flops_per_second: perSecond * workload.flopsPerStep,
  };
}

/** A loss that overflowed has no place in JSON: absent, never zero. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
