import path from 'node:path';

/** What the kernel has booked for one process (proc(5), stat). */
export interface ProcessStat {
  readonly parent: number;
  /** Its own time and that of children it has waited for. */
  readonly cpuSeconds: number;
}

/** What a process holds of the memory (proc(5), smaps_rollup). */
export interface ProcessMemory {
  /** Every page it maps, shared or not. */
  readonly residentBytes: number;
  /** A page shared by n processes counts as its n-th part. */
  readonly proportionalBytes: number;
  /** What it has written itself: no page of a file, of which more are mapped as time goes by. */
  readonly anonymousBytes: number;
}

/** USER_HZ: the same on every Linux that Node runs on, whatever the kernel's own tick is. */
const ticksPerSecond = 100;

/** Null for a text that is not /proc/<pid>/stat. */
export function parseStat(text: string): ProcessStat | null {
  // The name in brackets may hold blanks and brackets, so columns are counted from its end.
  const columns = text
    .slice(text.lastIndexOf(')') + 2)
    .trim()
    .split(' ')
    .map(Number);
  const [parent, ...times] = [columns[1], ...columns.slice(11, 15)];
  if (parent === undefined || times.length < 4 || times.some(Number.isNaN)) return null;
  const ticks = times.reduce((sum, time) => sum + time, 0);
  return { parent, cpuSeconds: ticks / ticksPerSecond };
}

/** Null for a text that is not /proc/<pid>/smaps_rollup, as of a process that has just ended. */
export function parseRollup(text: string): ProcessMemory | null {
  const residentBytes = kibibytes(text, 'Rss');
  const proportionalBytes = kibibytes(text, 'Pss');
  const anonymousBytes = kibibytes(text, 'Anonymous');
  if (residentBytes === null || proportionalBytes === null || anonymousBytes === null) return null;
  return { residentBytes, proportionalBytes, anonymousBytes };
}

function kibibytes(text: string, name: string): number | null {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  return found === undefined ? null : Number(found) * 1024;
}

/** What a process is for, from /proc/<pid>/cmdline: a program's name, or what Node was told to run. */
export function purposeOf(commandLine: string): string {
  const [program = '', ...words] = commandLine.split('\0').filter((word) => word !== '');
  const name = path.basename(program);
  // Options of Node that come first hold their value behind `=`; `-e` runs no file.
  const [script, command] = words.slice(words.findIndex((word) => !word.startsWith('--')));
  if (name !== 'node' || script === undefined) return name;
  return script.startsWith('-') ? name : (command ?? path.basename(script));
}

/** A process and everything below it, itself first. */
export function familyOf(pid: number, processes: ReadonlyMap<number, ProcessStat>): number[] {
  const children = [...processes].filter(([, { parent }]) => parent === pid);
  return [pid, ...children.flatMap(([child]) => familyOf(child, processes))];
}
