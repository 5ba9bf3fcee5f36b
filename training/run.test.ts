import { describe, expect, it } from 'vitest';
import type { RunProgress } from '#lib/wire/run-report.ts';
import { runSummarySchema } from '#lib/wire/run-report.ts';
import { cpuBackend } from './backends/cpu/cpu-backend.ts';
import { runTraining, type RunOptions } from './run.ts';
import { softmax } from './workloads/softmax/workload.ts';

/** Each look at the clock is 10 ms after the one before, so a step takes 30 ms or more. */
function tickingClock(): () => number {
  let ticks = 0;
  return () => ticks++ / 100;
}

function run(options: Partial<RunOptions> = {}) {
  return runTraining({
    backend: cpuBackend,
    workload: softmax,
    device: 'cpu',
    seed: 1,
    limits: {},
    signal: new AbortController().signal,
    now: tickingClock(),
    report: () => undefined,
    ...options,
  });
}

describe('runTraining', () => {
  it('ends after the number of steps', async () => {
    const summary = await run({ limits: { steps: 7 } });
    expect(runSummarySchema.parse(summary)).toMatchObject({ ended: 'steps', steps: 7 });
    expect(summary.parameter_count).toBe(7850);
  });

  it('ends after the time since the first step, whichever limit comes first', async () => {
    const summary = await run({ limits: { seconds: 0.5, steps: 1000 } });
    expect(summary.ended).toBe('seconds');
    expect(summary.elapsed_seconds - summary.startup_seconds).toBeGreaterThanOrEqual(0.5);
    expect(summary.elapsed_seconds - summary.startup_seconds).toBeLessThan(0.6);
  });

  it('ends after the step in progress when it is told to', async () => {
    const stop = new AbortController();
    const reports: RunProgress[] = [];
    const summary = await run({
      signal: stop.signal,
      report: (progress) => {
        reports.push(progress);
        if (reports.length === 2) stop.abort();
      },
    });
    expect(summary).toMatchObject({ ended: 'stopped', steps: reports[1]?.step });
    expect(summary.loss_last).toBe(reports[1]?.loss);
  });

  it('sums up a run that was stopped before its first step', async () => {
    const summary = await run({ signal: AbortSignal.abort() });
    expect(runSummarySchema.parse(summary)).toMatchObject({
      ended: 'stopped',
      steps: 0,
      loss_first: null,
      loss_last: null,
    });
    expect(summary).not.toHaveProperty('steps_per_second');
  });

  it('names a device that its backend does not have', async () => {
    await expect(run({ device: 'GPU-absent' })).rejects.toThrow(/GPU-absent/);
  });
});
