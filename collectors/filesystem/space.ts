import { spawn } from 'node:child_process';
import { statfsSync } from 'node:fs';

/** What statfs(2) says: sizes in bytes. */
export interface Space {
  readonly size: bigint;
  readonly free: bigint;
  readonly available: bigint;
  readonly inodes: bigint;
  readonly inodesFree: bigint;
}

/** A question that may stay open. */
export interface SpaceQuestion {
  /** Settles in time; null when there was no answer. */
  readonly answer: Promise<Space | null>;
  /** Settles when the kernel let go of it, which may be never. */
  readonly ended: Promise<void>;
}

/** Asks a file system that the kernel itself answers for. */
export function readLocalSpace(place: string): Space {
  const { bsize, blocks, bfree, bavail, files, ffree } = statfsSync(place, { bigint: true });
  return {
    size: blocks * bsize,
    free: bfree * bsize,
    available: bavail * bsize,
    inodes: files,
    inodesFree: ffree,
  };
}

/** Prints what parseSpace reads; coreutils and busybox both know it. */
const statCommand = ['stat', '-f', '-c', '%S %b %f %a %c %d'] as const;

/**
 * Asks a file system that may never answer, through a child process: a call that hangs in this
 * process would hold one of its four worker threads and keep it from ending.
 */
export function askRemoteSpace(
  place: string,
  signal: AbortSignal,
  [program, ...args]: readonly [string, ...string[]] = statCommand,
): SpaceQuestion {
  const child = spawn(program, [...args, place], {
    // Next's types ask for NODE_ENV; nothing of the agent's own environment is handed on.
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve()).once('error', () => resolve());
  });
  const answer = new Promise<Space | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const space = parseSpace(output);
      if (space) resolve(space);
      else reject(new Error(`statfs ${place}: exit code ${String(code)}`));
    });
    const giveUp = () => {
      resolve(null);
      child.kill('SIGKILL');
      // A child stuck in the kernel must not keep the agent from ending.
      child.stdout.destroy();
      child.unref();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    void ended.then(() => signal.removeEventListener('abort', giveUp));
    if (signal.aborted) giveUp();
  });
  return { answer, ended };
}

/** Reads block size, blocks, free, available, inodes and free inodes, as `stat -f` prints them. */
export function parseSpace(text: string): Space | null {
  const words = text.trim().split(' ');
  if (words.length !== 6 || !words.every((word) => /^\d+$/.test(word))) return null;
  const [block = 0n, blocks = 0n, free = 0n, available = 0n, inodes = 0n, inodesFree = 0n] =
    words.map(BigInt);
  return {
    size: blocks * block,
    free: free * block,
    available: available * block,
    inodes,
    inodesFree,
  };
}
