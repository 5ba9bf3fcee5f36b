import type { ChildProcess } from 'node:child_process';

/** A running program whose cost is measured. */
export interface Contestant {
  readonly name: string;
  readonly pid: number;
  /** What it was started as, for people. */
  readonly about: string;
  /** Counts samples from now on. */
  begin(): void;
  /** Field values a second since `begin`, its own health left out; null where there are none. */
  samplesPerSecond(): Promise<number | null>;
  stop(): Promise<void>;
}

/** A contestant that cannot take part, and why. */
export interface Absent {
  readonly name: string;
  readonly reason: string;
}

export function pidOf(child: ChildProcess, name: string): number {
  if (child.pid === undefined) throw new Error(`start ${name}: there is no such program`);
  return child.pid;
}

/** Ends it by SIGTERM, and by SIGKILL when that takes long. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(impatience);
}

/** A count over time that begins when it is told to. */
export class Counter {
  #count = 0;
  #sinceMs = performance.now();

  begin(): void {
    this.#count = 0;
    this.#sinceMs = performance.now();
  }

  add(count: number): void {
    this.#count += count;
  }

  perSecond(): number {
    return this.#count / ((performance.now() - this.#sinceMs) / 1000);
  }
}
