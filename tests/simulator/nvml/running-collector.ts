import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { systemClock, type Clock } from '#collectors/agent/clock.ts';
import type { Fault } from '#collectors/agent/round-sink.ts';
import { runSchedule, type Round } from '#collectors/agent/scheduler.ts';
import type { ProbeResult, ProgramProcess } from '#collectors/collector.ts';
import { nvmlCollector } from '#collectors/nvml/collector.ts';
import type { Point } from '#lib/model/sample.ts';
import { repositoryRoot, temporaryDirectory } from '../process.ts';

export interface CollectorOptions {
  readonly scenario: string;
  readonly library: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** How many seconds of the collector pass in one of ours. */
  readonly haste?: number;
  /** Where /proc and /dev are; an empty directory unless given. */
  readonly rootfs?: string;
}

/** The collector as the agent runs it, with its readers in processes of their own. */
export class RunningCollector {
  readonly rounds: Round[] = [];
  readonly probes: ProbeResult[] = [];
  readonly readers: ProgramProcess[] = [];
  skipped = 0;
  readonly #end = new AbortController();
  readonly #done: Promise<void>;
  readonly #rootfs: string | null;

  constructor(program: string, options: CollectorOptions) {
    this.#rootfs = options.rootfs === undefined ? temporaryDirectory('isotherm-rootfs-') : null;
    const clock = hasty(options.haste ?? 1);
    const configured = nvmlCollector.configure({ ...options.config, library: options.library });
    if (!configured.valid) throw new Error(configured.problems.join('; '));
    const collector = configured.create({
      host: 'simulated',
      rootfs: options.rootfs ?? this.#rootfs ?? '/',
      assignedDevices: () => [],
      monotonicMs: () => clock.monotonicMs(),
      sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
      startProgram: ([, ...args]) => {
        const reader = spawn(process.execPath, [program, 'nvml-reader', ...args], {
          env: { ...process.env, FAKE_NVML_SCENARIO: options.scenario },
          stdio: ['pipe', 'pipe', 'pipe'],
        });
        this.readers.push(reader);
        return reader;
      },
    });
    const schedule = {
      clock,
      phaseMs: 0,
      onProbe: (_: string, result: ProbeResult) => void this.probes.push(result),
      onRound: (round: Round) => void this.rounds.push(round),
      onSkip: () => (this.skipped += 1),
    };
    this.#done = runSchedule([collector], schedule, this.#end.signal).then(() => collector.close());
  }

  points(measurement: string): Point[] {
    const points = this.rounds.flatMap((round) => round.points);
    return points.filter((point) => point.measurement === measurement);
  }

  /** Events as `kind code`, in the order in which they were told; the code only where there is one. */
  events(): string[] {
    return this.points('gpu_event').map(({ tags, fields }) =>
      [tags.kind, fields.code?.value].filter((word) => word !== undefined).join(' '),
    );
  }

  faults(): Fault[] {
    return this.rounds.flatMap((round) => [...round.faults]);
  }

  /** Readers that have not ended. */
  alive(): ProgramProcess[] {
    return this.readers.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#done;
    if (this.#rootfs !== null) rmSync(this.#rootfs, { recursive: true, force: true });
  }
}

/** A clock that runs faster than the day, so that what happens each minute is seen in seconds. */
function hasty(haste: number): Clock {
  return {
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now() * haste,
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / haste, signal),
  };
}

/**
 * The reader as it is installed: one file, started in a tenth of the time that TypeScript takes.
 *
 * @returns path of a module that takes the arguments of bin/isotherm
 */
export async function bundleReader(): Promise<string> {
  const folder = path.join(repositoryRoot, 'node_modules', '.isotherm');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `nvml-reader-${process.pid}.mjs`);
  if (existsSync(outfile)) return outfile;
  await build({
    entryPoints: [path.join(repositoryRoot, 'cli/nvml-reader.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['koffi'],
    logLevel: 'warning',
  });
  return outfile;
}
