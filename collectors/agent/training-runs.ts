import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Workload } from '#lib/model/run.ts';
import type { Point } from '#lib/model/sample.ts';
import type { AgentMessage, Command, RunCommand } from '#lib/wire/control.ts';
import type { Clock } from './clock.ts';
import { splitLines } from '#lib/wire/line-splitter.ts';
import { describe, type Log } from './log.ts';
import { parseReport, toTrainingPoint } from './training-points.ts';

export type TrainingProcess = ChildProcessByStdio<null, Readable, Readable>;
type StartCommand = Extract<Command, { type: 'run-start' }>;
type RunStateMessage = Extract<AgentMessage, { type: 'run-state' }>;

export interface TrainingRunsOptions {
  readonly host: string;
  /** Only these devices and workloads are accepted, whatever the server asks for. */
  readonly devices: readonly string[];
  readonly workloads: readonly Workload[];
  /** Starts `isotherm train` with these arguments. */
  readonly spawn: (args: readonly string[]) => TrainingProcess;
  readonly clock: Clock;
  readonly log: Log;
  onPoint(point: Point): void;
  onState(message: RunStateMessage): void;
}

interface ActiveRun {
  readonly command: StartCommand;
  readonly child: TrainingProcess;
  readonly ended: AbortController;
  /** Why the run is being stopped; null while it may go on. */
  stopReason: string | null;
  hasReported: boolean;
}

const rememberedRuns = 20;
const killAfterMs = 5000;
/** Compiling and loading come on top of the seconds a run was given. */
const overtimeMs = 120_000;

/** Training runs of this host: each a child process, one a device at a time. */
export class TrainingRuns {
  readonly #options: TrainingRunsOptions;
  readonly #active = new Map<string, ActiveRun>();
  /** How the last runs ended or why they were refused, oldest first. */
  #ended: RunStateMessage[] = [];

  constructor(options: TrainingRunsOptions) {
    this.#options = options;
  }

  handle(command: RunCommand): void {
    switch (command.type) {
      case 'run-start':
        this.#start(command);
        return;
      case 'run-stop':
        this.#requestStop(command.run);
        return;
    }
  }

  /**
   * After a new connection the server hears again what runs here and what has ended: a message sent
   * into a channel that just broke did not arrive, and one that did changes nothing twice.
   */
  announce(): void {
    for (const message of this.#ended) this.#options.onState(message);
    for (const [run, { hasReported }] of this.#active) {
      if (hasReported) this.#tell(run, 'running');
    }
  }

  /** Resolves when every run has ended. */
  async stopAll(reason: string): Promise<void> {
    await Promise.all([...this.#active.values()].map((active) => this.#stop(active, reason)));
  }

  #start(command: StartCommand): void {
    const { run } = command;
    if (this.#active.has(run)) return;
    const refusal = this.#refusal(command);
    if (refusal !== null) {
      this.#tell(run, 'refused', refusal);
      return;
    }
    try {
      this.#watch(command, this.#options.spawn(trainArguments(command)));
    } catch (error) {
      this.#tell(run, 'failed', `start the run: ${describe(error)}`);
    }
  }

  #refusal({ device, workload }: StartCommand): string | null {
    const { devices, workloads } = this.#options;
    if (!devices.includes(device)) {
      return devices.length === 0
        ? 'the configuration of this agent allows no training'
        : `the configuration of this agent allows training on ${devices.join(', ')}, not ${device}`;
    }
    if (!workloads.includes(workload)) {
      return `the configuration of this agent does not allow the workload ${workload}`;
    }
    const other = [...this.#active].find(([, active]) => active.command.device === device);
    return other ? `${device} is busy with run ${other[0]}` : null;
  }

  #watch(command: StartCommand, child: TrainingProcess): void {
    const { run } = command;
    const ended = new AbortController();
    const active: ActiveRun = { command, child, ended, stopReason: null, hasReported: false };
    this.#active.set(run, active);
    this.#options.log.info({ run, device: command.device }, 'a training run starts');
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    child.stdout.setEncoding('utf8').on(
      'data',
      splitLines((line) => this.#report(active, line)),
    );
    child.once('error', (error) => (complaint = error.message));
    // `close` comes after the last line, `exit` may come before it.
    child.once('close', (code) => this.#end(active, code, complaint));
    void this.#limit(active);
  }

  async #limit(active: ActiveRun): Promise<void> {
    const { clock } = this.#options;
    await clock.sleep(active.command.seconds * 1000 + overtimeMs, active.ended.signal);
    if (!active.ended.signal.aborted) await this.#stop(active, 'it did not end by itself');
  }

  #report(active: ActiveRun, line: string): void {
    const report = parseReport(line);
    if (!report) return;
    const { run, device, workload } = active.command;
    if (!active.hasReported) {
      active.hasReported = true;
      this.#tell(run, 'running');
    }
    const tags = { host: this.#options.host, gpu: device, run, workload };
    this.#options.onPoint(toTrainingPoint(report, tags, this.#options.clock.wallMs()));
  }

  #requestStop(run: string): void {
    const active = this.#active.get(run);
    if (active) void this.#stop(active, 'stopped on request');
    // The stop may have crossed the end of the run, or the agent was started anew meanwhile.
    else this.#tell(run, 'stopped', 'this agent does not run it');
  }

  async #stop(active: ActiveRun, reason: string): Promise<void> {
    active.stopReason ??= reason;
    active.child.kill('SIGTERM');
    await this.#options.clock.sleep(killAfterMs, active.ended.signal);
    if (active.ended.signal.aborted) return;
    active.child.kill('SIGKILL');
    await new Promise<void>((resolve) => {
      active.ended.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #end(active: ActiveRun, code: number | null, complaint: string): void {
    const { run } = active.command;
    this.#active.delete(run);
    if (active.stopReason !== null) this.#tell(run, 'stopped', active.stopReason);
    else if (code === 0) this.#tell(run, 'finished');
    else this.#tell(run, 'failed', lastLine(complaint) ?? `exit code ${String(code)}`);
    active.ended.abort();
    this.#options.log.info({ run, code }, 'a training run ended');
  }

  #tell(run: string, state: RunStateMessage['state'], reason?: string): void {
    const message: RunStateMessage = {
      type: 'run-state',
      run,
      state,
      ...(reason !== undefined && { reason: reason.slice(0, 500) }),
    };
    if (state !== 'running') this.#ended = [...this.#ended, message].slice(-rememberedRuns);
    this.#options.onState(message);
  }
}

function trainArguments(command: StartCommand): string[] {
  const { workload, device, seed, seconds } = command;
  return [
    ...['--workload', workload, '--device', device],
    ...['--seed', String(seed), '--seconds', String(seconds), '--json'],
  ];
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.trim() || undefined;
}
