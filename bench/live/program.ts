import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { end, pidOf } from '../agent/contestant.ts';

/** A part of a benchmark in a process of its own, which answers what it is asked. */
export interface Program {
  readonly pid: number;
  /** What it has said by itself when it was ready. */
  readonly greeting: unknown;
  ask(): Promise<unknown>;
  stop(): Promise<void>;
}

const bench = path.resolve(import.meta.dirname, '..');

/** @param file below bench/; the program says one thing when it is ready */
export async function startProgram(file: string, args: readonly string[]): Promise<Program> {
  const child = fork(path.join(bench, file), [...args], { execArgv: ['--import', 'tsx'] });
  const greeting = await answerOf(child, file);
  return {
    pid: pidOf(child, file),
    greeting,
    ask: () => {
      const answer = answerOf(child, file);
      child.send('report');
      return answer;
    },
    stop: () => end(child),
  };
}

async function answerOf(child: ChildProcess, file: string): Promise<unknown> {
  const heard = new AbortController();
  const ended = once(child, 'exit', { signal: heard.signal }).then(() => {
    throw new Error(`run ${file}: it has ended`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return message;
  } finally {
    heard.abort();
    ended.catch(() => undefined);
  }
}
