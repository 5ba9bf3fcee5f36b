import { spawn } from 'node:child_process';
import { end, pidOf, type Contestant } from './contestant.ts';

/** Node that does nothing once a second: what no agent of this kind can go below. */
export function startBareNode(): Contestant {
  const name = 'bare node';
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  return {
    name,
    pid: pidOf(child, name),
    about: 'one process that wakes up once a second',
    begin: () => undefined,
    samplesPerSecond: () => Promise.resolve(null),
    stop: () => end(child),
  };
}
