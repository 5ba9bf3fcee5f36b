import { readFileSync } from 'node:fs';
import { parseRollup, parseStat } from '../agent/proc.ts';

/** What a server has used so far; the thread that serves people apart from all of them. */
export interface ServerUsage {
  readonly atMs: number;
  readonly cpuSeconds: number;
  readonly mainThreadSeconds: number;
  readonly residentBytes: number;
}

/** @throws Error when there is no such process */
export function readServerUsage(pid: number): ServerUsage {
  const all = parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const main = parseStat(readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8'));
  const memory = parseRollup(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  if (!all || !main || !memory) throw new Error(`measure process ${pid}: it has ended`);
  return {
    atMs: performance.now(),
    cpuSeconds: all.cpuSeconds,
    mainThreadSeconds: main.cpuSeconds,
    residentBytes: memory.residentBytes,
  };
}

/** Milliseconds of processor time a second between two readings. */
export function usedBetween(
  before: ServerUsage,
  after: ServerUsage,
): { readonly allMs: number; readonly mainMs: number } {
  const seconds = (after.atMs - before.atMs) / 1000;
  return {
    allMs: ((after.cpuSeconds - before.cpuSeconds) / seconds) * 1000,
    mainMs: ((after.mainThreadSeconds - before.mainThreadSeconds) / seconds) * 1000,
  };
}
