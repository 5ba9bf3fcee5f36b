import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface DirectoryLock {
  /** Releasing twice is fine. */
  release(): void;
}

/**
 * Takes a directory for this process alone, by a file that names the process. The file outlives a
 * process that was killed; it binds only while the process it names is still running.
 *
 * @throws Error naming the process that holds it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const file = path.join(directory, 'isotherm.pid');
  const owner = describeProcess(process.pid);
  if (!tryCreate(file, owner)) {
    const holder = readFileSync(file, 'utf8').trim();
    if (isRunning(holder))
      throw new Error(
        `open ${directory}: process ${holder.split(' ')[0] ?? ''} is already using it`,
      );
    unlinkSync(file);
    if (!tryCreate(file, owner)) throw new Error(`open ${directory}: another process took it`);
  }
  return { release: () => release(file, owner) };
}

function tryCreate(file: string, owner: string): boolean {
  try {
    writeFileSync(file, owner, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function release(file: string, owner: string): void {
  try {
    if (readFileSync(file, 'utf8') === owner) unlinkSync(file);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

function isRunning(holder: string): boolean {
  const pid = Number.parseInt(holder, 10);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && describeProcess(pid) === holder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

/** `<pid> <start time>`: numbers of processes are reused, and each container has its own 1. */
function describeProcess(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; field 22 is the start time in ticks since boot.
    const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${pid} ${startTicks}`;
  } catch {
    return `${pid} `.trim();
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
