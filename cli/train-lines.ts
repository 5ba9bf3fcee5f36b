import { formatText, type DisplayUnit } from '#lib/format/value.ts';
import type { RunProgress, RunSummary, Throughput } from '#lib/wire/run-report.ts';

/** One line a second for people. */
export function progressLine(progress: RunProgress): string {
  return [
    `step ${text(progress.step, 'count')}`,
    `loss ${lossText(progress.loss)}`,
    throughputText(progress),
    `${text(progress.step_seconds, 'seconds')} a step`,
  ].join('   ');
}

export function summaryLines(summary: RunSummary): string[] {
  const { step_seconds_p50: p50, step_seconds_p99: p99 } = summary;
  const lines = [headline(summary)];
  lines.push(`loss         ${lossText(summary.loss_first)} → ${lossText(summary.loss_last)}`);
  if (hasThroughput(summary)) lines.push(`throughput   ${throughputText(summary)}`);
  if (p50 !== undefined && p99 !== undefined) {
    const [median, slow] = [text(p50, 'seconds'), text(p99, 'seconds')];
    lines.push(`step time    ${median} median, ${slow} at the 99th percentile`);
  }
  return [
    ...lines,
    `parameters   ${text(summary.parameter_count, 'count')}, SHA-256 ${summary.checksum}`,
    `losses       SHA-256 ${summary.losses_sha256}`,
    `data         ${summary.data}`,
  ];
}

function headline(summary: RunSummary): string {
  const { workload, device, backend, seed, steps, elapsed_seconds, startup_seconds } = summary;
  return (
    `${workload} on ${device} (${backend}), seed ${seed}: ${text(steps, 'count')} steps in ` +
    `${text(elapsed_seconds, 'seconds')}, ${text(startup_seconds, 'seconds')} of it to start; ` +
    `ended by ${endings[summary.ended]}`
  );
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
  const amount =
    value.tokens_per_second === undefined
      ? text(value.samples_per_second, 'samples_per_second')
      : text(value.tokens_per_second, 'tokens_per_second');
  return `${amount}   ${text(value.flops_per_second, 'flops_per_second')}`;
}

function lossText(loss: number | null): string {
  return loss === null ? 'not finite' : loss.toFixed(4);
}

/** A terminal wants plain spaces: no-break ones would spoil searching in a log. */
function text(value: number, unit: DisplayUnit): string {
  return formatText(value, unit).replaceAll('\u00a0', ' ');
}
