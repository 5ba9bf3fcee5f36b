import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';
import { environment } from '#lib/config/config.ts';
import { end, pidOf } from '../agent/contestant.ts';

const started = z.object({ url: z.string() });
const report = z.object({ longestBlockMs: z.number(), complaints: z.array(z.string()) });

/** A program of this folder, running in a process of its own. */
export interface Program {
  readonly pid: number;
  readonly url: string;
  /** Begins to look for the longest block of its event loop. */
  reset(): void;
  /** Longest block since then. @throws Error when the program has complained */
  longestBlockMs(): Promise<number>;
  stop(): Promise<void>;
}

export async function startProgram(name: string, args: readonly string[]): Promise<Program> {
  const child = fork(path.join(import.meta.dirname, `${name}.ts`), [...args], {
    execArgv: ['--import', 'tsx'],
    env: { ...environment(), NODE_ENV: 'production' },
  });
  const { url } = started.parse(await message(child));
  return {
    pid: pidOf(child, name),
    url,
    reset: () => void child.send('reset'),
    longestBlockMs: async () => {
      child.send('report');
      const { longestBlockMs, complaints } = report.parse(await message(child));
      if (complaints[0] !== undefined) throw new Error(`measure ${name}: ${complaints[0]}`);
      return longestBlockMs;
    },
    stop: () => end(child),
  };
}

async function message(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  child.once('exit', () => ended.abort(new Error('use a program: it has ended')));
  return (await once(child, 'message', { signal: ended.signal }))[0] as unknown;
}
