import { readdirSync, readFileSync } from 'node:fs';
import { familyOf, parseRollup, parseStat, purposeOf, type ProcessStat } from './proc.ts';

/** Time and memory at one moment. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly proportionalBytes: number;
  readonly anonymousBytes: number;
}

/** A program with all its processes. */
export interface ProgramUsage extends Usage {
  readonly atMs: number;
  readonly processes: readonly ProcessUsage[];
}

export interface ProcessUsage extends Usage {
  readonly pid: number;
  readonly purpose: string;
}

/** Null when the program has ended. */
export function readUsage(pid: number): ProgramUsage | null {
  const all = readProcesses();
  if (!all.has(pid)) return null;
  const processes = familyOf(pid, all).flatMap((member) => {
    const memory = parseRollup(readText(`/proc/${member}/smaps_rollup`));
    const cpuSeconds = all.get(member)?.cpuSeconds ?? 0;
    const purpose = purposeOf(readText(`/proc/${member}/cmdline`));
    return memory ? [{ pid: member, purpose, cpuSeconds, ...memory }] : [];
  });
  const sum = (part: keyof Usage) => processes.reduce((total, each) => total + each[part], 0);
  return {
    atMs: performance.now(),
    cpuSeconds: sum('cpuSeconds'),
    residentBytes: sum('residentBytes'),
    proportionalBytes: sum('proportionalBytes'),
    anonymousBytes: sum('anonymousBytes'),
    processes,
  };
}

function readProcesses(): Map<number, ProcessStat> {
  const found = new Map<number, ProcessStat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? parseStat(readText(`/proc/${name}/stat`)) : null;
    if (stat) found.set(Number(name), stat);
  }
  return found;
}

/** Empty for a process that has ended meanwhile. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
