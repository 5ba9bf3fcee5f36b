import { upperMedian } from '../quantile.ts';
import type { ProcessUsage, ProgramUsage } from './usage.ts';

/** What a program cost in the window. */
export interface ProgramCost extends Growth {
  readonly program: string;
  readonly about: string;
  /** The most it had at once. */
  readonly processes: number;
  /** Those it had from the first reading to the last. */
  readonly parts: readonly PartCost[];
  readonly seconds: number;
  /** Of one processor, all its processes together. */
  readonly cpuRatio: number;
  /** Medians over the window of the sums over its processes. */
  readonly residentBytes: number;
  readonly proportionalBytes: number;
  readonly largestResidentBytes: number;
  readonly samplesPerSecond: number | null;
  readonly microsecondsPerSample: number | null;
}

/**
 * Of each process that was there all the time, its largest size in the last third less that in the
 * first: neither a collector's saw-tooth is growth, nor a process that came or went.
 */
export interface Growth {
  /** Memory that the processes have written themselves. */
  readonly grownBytes: number;
  /** Pages of files they map as well, the program itself first of all. */
  readonly grownResidentBytes: number;
}

export interface PartCost extends Growth {
  readonly purpose: string;
  readonly cpuRatio: number;
  readonly residentBytes: number;
  readonly proportionalBytes: number;
}

/** @param readings at least three, evenly spaced */
export function costOf(
  program: { readonly name: string; readonly about: string },
  readings: readonly ProgramUsage[],
  samplesPerSecond: number | null,
): ProgramCost {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last || readings.length < 3) {
    throw new Error(`measure ${program.name}: there were ${readings.length} readings`);
  }
  const seconds = (last.atMs - first.atMs) / 1000;
  const cpuRatio = (last.cpuSeconds - first.cpuSeconds) / seconds;
  const resident = readings.map(({ residentBytes }) => residentBytes);
  const parts = first.processes.flatMap((part) => partCost(part, readings, seconds));
  return {
    program: program.name,
    about: program.about,
    processes: Math.max(...readings.map(({ processes }) => processes.length)),
    parts,
    seconds,
    cpuRatio,
    residentBytes: upperMedian(resident),
    proportionalBytes: upperMedian(readings.map(({ proportionalBytes }) => proportionalBytes)),
    largestResidentBytes: Math.max(...resident),
    grownBytes: sum(parts.map(({ grownBytes }) => grownBytes)),
    grownResidentBytes: sum(parts.map(({ grownResidentBytes }) => grownResidentBytes)),
    samplesPerSecond,
    microsecondsPerSample:
      samplesPerSecond === null || samplesPerSecond === 0
        ? null
        : (cpuRatio * 1e6) / samplesPerSecond,
  };
}

/** Nothing of a process that was not there all the time. */
function partCost(
  { pid, purpose, cpuSeconds }: ProcessUsage,
  readings: readonly ProgramUsage[],
  seconds: number,
): PartCost[] {
  const usages = readings.flatMap(({ processes }) => processes.filter((each) => each.pid === pid));
  const last = usages.at(-1);
  if (!last || usages.length < readings.length) return [];
  const resident = usages.map(({ residentBytes }) => residentBytes);
  return [
    {
      purpose,
      cpuRatio: (last.cpuSeconds - cpuSeconds) / seconds,
      residentBytes: upperMedian(resident),
      proportionalBytes: upperMedian(usages.map(({ proportionalBytes }) => proportionalBytes)),
      grownBytes: growth(usages.map(({ anonymousBytes }) => anonymousBytes)),
      grownResidentBytes: growth(resident),
    },
  ];
}

function growth(sizes: readonly number[]): number {
  const third = Math.ceil(sizes.length / 3);
  return Math.max(...sizes.slice(-third)) - Math.max(...sizes.slice(0, third));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
