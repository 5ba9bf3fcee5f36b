import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { splitLines } from '#lib/wire/line-splitter.ts';
import { KernelFile } from '../kernel-file.ts';
import {
  decodeAnswer,
  encodeMessage,
  type DriverEvent,
  type GpuAnswer,
  type Opening,
} from './protocol.ts';

export type ReaderChild = ChildProcessByStdio<Writable, Readable, Readable>;

export interface ReaderOptions {
  readonly monotonicMs: () => number;
  onEvent(event: DriverEvent): void;
}

/** The agent's end of one process that reads GPUs. */
export class ReaderProcess {
  readonly startedMs: number;
  readonly #child: ReaderChild;
  readonly #options: ReaderOptions;
  #opening: Opening | null = null;
  #pending: readonly number[] = [];
  #answers: GpuAnswer[] = [];
  #progressMs: number;
  #complaint = '';
  #hasAnswered = false;
  #hasEnded = false;
  #hasExited = false;
  #changed: (() => void) | null = null;

  constructor(child: ReaderChild, options: ReaderOptions) {
    this.#child = child;
    this.#options = options;
    this.startedMs = options.monotonicMs();
    this.#progressMs = this.startedMs;
    child.stdout.setEncoding('utf8').on(
      'data',
      splitLines((line) => this.#receive(line)),
    );
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-2000);
    });
    // A request written to a process that has just died is not an error of the agent's.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => {
      this.#complaint = error.message;
      this.#end();
    });
    child.once('exit', () => (this.#hasExited = true));
    child.once('close', () => this.#end());
  }

  /** What it found when it opened the driver; null as long as it has not said. */
  get opening(): Opening | null {
    return this.#opening;
  }

  /** GPUs asked for and not answered, the one it is at first. */
  get pending(): readonly number[] {
    return this.#pending;
  }

  /** False as long as it has not told of any GPU. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** When it last gave a sign of life, or was given something to do. */
  get progressMs(): number {
    return this.#progressMs;
  }

  /** True once nothing more will come. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** False after `kill` for as long as the kernel cannot end it: a call into the driver hangs. */
  get hasExited(): boolean {
    return this.#hasExited;
  }

  /** The last line it wrote to its error stream. */
  get complaint(): string {
    return this.#complaint.trim().split('\n').at(-1)?.trim() || 'it ended without a word';
  }

  /** How long it has waited for a processor since it began; 0 where the kernel does not tell. */
  readStarvedMs(): number {
    const file = new KernelFile(`/proc/${this.#child.pid ?? 0}/schedstat`);
    const [, waitedNs] = file.read()?.split(' ') ?? [];
    file.close();
    return Number(waitedNs ?? 0) / 1e6;
  }

  request(gpus: readonly number[], nowMs: number): void {
    this.#pending = [...this.#pending, ...gpus];
    this.#progressMs = this.#options.monotonicMs();
    this.#child.stdin.write(encodeMessage({ kind: 'gather', gpus, nowMs }));
  }

  /** The answers that have come since the last call. */
  takeAnswers(): readonly GpuAnswer[] {
    const answers = this.#answers;
    this.#answers = [];
    return answers;
  }

  /** Resolves at the next answer, or when the process has opened the driver or ended. */
  changed(): Promise<void> {
    if (this.#hasEnded || this.#answers.length > 0) return Promise.resolve();
    return new Promise((resolve) => (this.#changed = resolve));
  }

  /** By SIGKILL, because a process in a call that hangs obeys nothing else. Twice is fine. */
  kill(): void {
    const child = this.#child;
    child.kill('SIGKILL');
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    child.unref();
    this.#end();
  }

  #receive(line: string): void {
    const answer = this.#hasEnded ? null : decodeAnswer(line);
    if (!answer) return;
    switch (answer.kind) {
      case 'xid':
        this.#options.onEvent(answer);
        return;
      case 'ready':
      case 'unavailable':
        this.#opening = answer;
        break;
      case 'gpu':
      case 'gone':
        this.#pending = this.#pending.filter((index) => index !== answer.index);
        this.#answers.push(answer);
        this.#hasAnswered = true;
    }
    this.#progressMs = this.#options.monotonicMs();
    this.#wake();
  }

  #end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  #wake(): void {
    const changed = this.#changed;
    this.#changed = null;
    changed?.();
  }
}
