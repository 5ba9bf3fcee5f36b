import { describe, expect, it } from 'vitest';
import { runProgressSchema } from '#lib/wire/run-report.ts';
import { createMeter } from './meter.ts';
import { gpt } from './workloads/gpt/workload.ts';
import { softmax } from './workloads/softmax/workload.ts';

describe('createMeter', () => {
  it('reports the first timed step, then once a second', () => {
    const meter = createMeter(softmax, 10);
    const reported: number[] = [];
    for (let step = 1; step <= 60; step++) {
      const report = meter.finish(1, 0.05, 11 + step * 0.1);
      if (report) reported.push(report.step);
    }
    expect(reported).toEqual([2, 12, 22, 32, 42, 52]);
  });

  it('derives every rate from the steps and the time of its window alone', () => {
    const meter = createMeter(gpt, 0);
    expect(meter.finish(3.5, 9, 9)).toBeNull();
    expect(meter.finish(3.4, 0.5, 9.5)).toMatchObject({ step: 2, steps_per_second: 2 });
    expect(meter.finish(3.3, 0.25, 10)).toBeNull();
    const report = meter.finish(3.25, 0.35, 10.5);
    expect(runProgressSchema.parse(report)).toEqual({
      step: 4,
      loss: 3.25,
      steps_per_second: 2,
      samples_per_second: 2 * gpt.samplesPerStep,
      tokens_per_second: 2 * (gpt.tokensPerStep ?? Number.NaN),
      flops_per_second: 2 * gpt.flopsPerStep,
      step_seconds: 0.3,
      elapsed_seconds: 10.5,
    });
  });

  it('leaves out tokens where there are none and a loss that is not finite', () => {
    const meter = createMeter(softmax, 0);
    meter.finish(Number.NaN, 1, 1);
    const report = meter.finish(Number.POSITIVE_INFINITY, 1, 2);
    expect(report).not.toHaveProperty('tokens_per_second');
    expect(report?.loss).toBeNull();
  });

  it('sums up without the step that compiles', () => {
    const meter = createMeter(softmax, 0);
    expect(meter.totals(1)).toMatchObject({ steps: 0, startupSeconds: 1, timed: null });
    meter.finish(2, 4, 5);
    expect(meter.totals(5)).toMatchObject({ steps: 1, startupSeconds: 5, timed: null });
    for (let step = 1; step <= 10; step++) meter.finish(1, 0.1, 5 + step * 0.2);
    expect(meter.timedSeconds(7)).toBe(2);
    const totals = meter.totals(7);
    expect(totals).toMatchObject({ steps: 11, lossFirst: 2, lossLast: 1, elapsedSeconds: 7 });
    expect(totals.timed?.throughput.steps_per_second).toBe(5);
    expect(totals.timed?.p50).toBeCloseTo(0.1, 2);
  });
});
