import type { RunProgress, RunSummary, Throughput } from '#lib/wire/run-report.ts';

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const rate = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** One line a second for people. */
export function progressLine(progress: RunProgress): string {
  return [
    `step ${count.format(progress.step)}`,
    `loss ${lossText(progress.loss)}`,
    throughputText(progress),
    `${milliseconds(progress.step_seconds)}/step`,
  ].join('   ');
}

export function summaryLines(summary: RunSummary): string[] {
  const { step_seconds_p50: p50, step_seconds_p99: p99 } = summary;
  const lines = [
    `${summary.workload} on ${summary.device} (${summary.backend}), seed ${summary.seed}: ` +
      `${count.format(summary.steps)} steps in ${rate.format(summary.elapsed_seconds)} s, ` +
      `${rate.format(summary.startup_seconds)} s of them to start; ended by ${endings[summary.ended]}`,
    `loss         ${lossText(summary.loss_first)} → ${lossText(summary.loss_last)}`,
  ];
  if (hasThroughput(summary)) lines.push(`throughput   ${throughputText(summary)}`);
  if (p50 !== undefined && p99 !== undefined) {
    lines.push(
      `step time    ${milliseconds(p50)} median, ${milliseconds(p99)} at the 99th percentile`,
    );
  }
  return [
    ...lines,
    `cost         ${rate.format(summary.flops_per_step / 1e6)} MFLOP a step, matrix products only`,
    `parameters   ${count.format(summary.parameter_count)}, SHA-256 ${summary.checksum}`,
    `losses       SHA-256 ${summary.losses_sha256}`,
    `data         ${summary.data}`,
  ];
}

const endings: Readonly<Record<RunSummary['ended'], string>> = {
  steps: 'the number of steps',
  seconds: 'the time',
  stopped: 'a signal',
};

function hasThroughput(summary: RunSummary): summary is RunSummary & Throughput {
  return summary.flops_per_second !== undefined;
}

function throughputText(value: Throughput): string {
  const unit = value.tokens_per_second === undefined ? 'samples' : 'tokens';
  const amount = value.tokens_per_second ?? value.samples_per_second;
  return `${count.format(amount)} ${unit}/s   ${rate.format(value.flops_per_second / 1e9)} GFLOP/s`;
}

function milliseconds(seconds: number): string {
  return `${rate.format(seconds * 1000)} ms`;
}

function lossText(loss: number | null): string {
  return loss === null ? 'not finite' : loss.toFixed(4);
}
