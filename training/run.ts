import { setImmediate } from 'node:timers/promises';
import type { RunProgress, RunSummary } from '#lib/wire/run-report.ts';
import type { TrainingBackend } from './backends/backend.ts';
import { createSequenceDigest, digestTensors } from './digest.ts';
import { createMeter, type MeterTotals } from './meter.ts';
import type { WorkloadDefinition } from './workload.ts';

export interface RunOptions {
  readonly backend: TrainingBackend;
  readonly workload: WorkloadDefinition;
  readonly device: string;
  readonly seed: number;
  /** Ends after so many steps, or after so long since the first step, whichever comes first. */
  readonly limits: { readonly steps?: number; readonly seconds?: number };
  /** Ends the run after the step in progress; that is an outcome, not an error. */
  readonly signal: AbortSignal;
  /** Monotonic, in seconds. */
  readonly now: () => number;
  readonly report: (progress: RunProgress) => void;
}

/**
 * Trains until a limit or the signal. The device belongs to the run from start to end.
 *
 * @throws Error when the device cannot be opened or fails in a step
 */
export async function runTraining(options: RunOptions): Promise<RunSummary> {
  const { backend, workload, device, seed, now } = options;
  const meter = createMeter(workload, now());
  const losses = createSequenceDigest();
  const trainer = await backend.open(workload, device, seed);
  try {
    const nextBatch = workload.batches(seed);
    let ended = isOver(options, 0, 0);
    for (let steps = 1; ended === null; steps++) {
      const began = now();
      const loss = await trainer.step(nextBatch());
      losses.add(loss);
      const progress = meter.finish(loss, now() - began, now());
      if (progress) options.report(progress);
      // Signals and output wait for the event loop, which a computing step does not turn.
      await setImmediate();
      ended = isOver(options, steps, meter.timedSeconds(now()));
    }
    const totals = meter.totals(now());
    const parameters = await trainer.parameters();
    return {
      ...describe(options, totals),
      ended,
      losses_sha256: losses.hex(),
      checksum: digestTensors(parameters),
      parameter_count: Object.values(parameters).reduce((sum, { data }) => sum + data.length, 0),
    };
  } finally {
    await trainer.close();
  }
}

function isOver(
  { limits, signal }: RunOptions,
  steps: number,
  seconds: number,
): RunSummary['ended'] | null {
  if (signal.aborted) return 'stopped';
  if (limits.steps !== undefined && steps >= limits.steps) return 'steps';
  if (limits.seconds !== undefined && seconds >= limits.seconds) return 'seconds';
  return null;
}

function describe({ backend, workload, device, seed }: RunOptions, totals: MeterTotals) {
  const { timed } = totals;
  return {
    summary: true as const,
    workload: workload.name,
    device,
    backend: backend.name,
    seed,
    steps: totals.steps,
    loss_first: totals.lossFirst,
    loss_last: totals.lossLast,
    flops_per_step: workload.flopsPerStep,
    ...timed?.throughput,
    ...(timed?.p50 != null && { step_seconds_p50: timed.p50 }),
    ...(timed?.p99 != null && { step_seconds_p99: timed.p99 }),
    startup_seconds: totals.startupSeconds,
    elapsed_seconds: totals.elapsedSeconds,
    data: workload.data,
    versions: { ...backend.versions },
  };
}
