import { Command, InvalidArgumentError, Option } from 'commander';
import { deviceSchema, workloads, type Workload } from '#lib/model/run.ts';
import type { RunProgress, RunSummary } from '#lib/wire/run-report.ts';
import { stopSignal } from './stop-signal.ts';
import { progressLine, summaryLines } from './train-lines.ts';

interface TrainOptions {
  readonly workload: Workload;
  readonly device: string;
  readonly seconds?: number;
  readonly steps?: number;
  readonly seed: number;
  readonly json: boolean;
}

export function trainCommand(): Command {
  return new Command('train')
    .description('Run a training loop on this machine and report its throughput once a second')
    .addOption(
      new Option('--workload <name>', 'what to train').choices(workloads).makeOptionMandatory(),
    )
    .addOption(
      new Option('--device <device>', 'cpu, or the UUID of a GPU (GPU-…) or MIG instance (MIG-…)')
        .argParser(parseDevice)
        .default('cpu'),
    )
    .option('--seconds <n>', 'end so long after the first step', parseSeconds)
    .option('--steps <n>', 'end after so many steps', parseCount(1, 1e12))
    .option('--seed <n>', 'equal seeds give equal losses', parseCount(0, 0xffff_ffff), 1)
    .option('--json', 'one JSON object a second and a summary, one a line', false)
    .addHelpText('after', '\nWithout --seconds or --steps it trains until Ctrl-C.')
    .action(train);
}

async function train(options: TrainOptions, command: Command): Promise<void> {
  const { findBackend } = await import('#training/backends/registry.ts');
  const { definitions } = await import('#training/workloads/registry.ts');
  const { runTraining } = await import('#training/run.ts');
  const found = await findBackend(options.device);
  if ('missing' in found) command.error(`error: ${found.missing}`, { exitCode: 2 });
  const { seconds, steps, seed, device, json } = options;
  const output = json ? jsonOutput : textOutput;
  const summary = await runTraining({
    backend: found.backend,
    workload: definitions[options.workload],
    device,
    seed,
    limits: { ...(seconds !== undefined && { seconds }), ...(steps !== undefined && { steps }) },
    signal: stopSignal(),
    now: () => performance.now() / 1000,
    report: output.progress,
  });
  output.summary(summary);
}

interface Output {
  readonly progress: (progress: RunProgress) => void;
  readonly summary: (summary: RunSummary) => void;
}

const jsonOutput: Output = {
  progress: (progress) => void process.stdout.write(`${JSON.stringify(progress)}\n`),
  summary: (summary) => void process.stdout.write(`${JSON.stringify(summary)}\n`),
};

/** On a terminal each line takes the place of the one before. */
const textOutput: Output = {
  progress: (progress) => {
    const line = progressLine(progress);
    process.stdout.write(process.stdout.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  },
  summary: (summary) => {
    if (process.stdout.isTTY) process.stdout.write('\n');
    process.stdout.write(`${summaryLines(summary).join('\n')}\n`);
  },
};

function parseDevice(text: string): string {
  if (deviceSchema.safeParse(text).success) return text;
  throw new InvalidArgumentError('A device is cpu, GPU-<uuid> or MIG-<uuid>.');
}

function parseSeconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 86_400 * 365) return value;
  throw new InvalidArgumentError('It is a number of seconds above 0.');
}

function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}
