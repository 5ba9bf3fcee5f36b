import type { ProcessUsage, ProgramUsage } from './usage.ts';

/** What a program cost in the window. */
export interface ProgramCost {
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
  /** Largest resident size of the last third less that of the first: a collector's saw-tooth is none. */
  readonly grownBytes: number;
  readonly samplesPerSecond: number | null;
  readonly microsecondsPerSample: number | null;
}

export interface PartCost {
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
  const third = Math.ceil(readings.length / 3);
  return {
    program: program.name,
    about: program.about,
    processes: Math.max(...readings.map(({ processes }) => processes.length)),
    parts: first.processes.flatMap((part) => partCost(part, readings, seconds)),
    seconds,
    cpuRatio,
    residentBytes: median(resident),
    proportionalBytes: median(readings.map(({ proportionalBytes }) => proportionalBytes)),
    largestResidentBytes: Math.max(...resident),
    grownBytes: Math.max(...resident.slice(-third)) - Math.max(...resident.slice(0, third)),
    samplesPerSecond,
    microsecondsPerSample:
      samplesPerSecond === null || samplesPerSecond === 0
        ? null
        : (cpuRatio * 1e6) / samplesPerSecond,
  };
}

function partCost(
  { pid, purpose, cpuSeconds }: ProcessUsage,
  readings: readonly ProgramUsage[],
  seconds: number,
): PartCost[] {
  const usages = readings.flatMap(({ processes }) => processes.filter((each) => each.pid === pid));
  const last = usages.at(-1);
  if (!last || usages.length < readings.length) return [];
  return [
    {
      purpose,
      cpuRatio: (last.cpuSeconds - cpuSeconds) / seconds,
      residentBytes: median(usages.map(({ residentBytes }) => residentBytes)),
      proportionalBytes: median(usages.map(({ proportionalBytes }) => proportionalBytes)),
    },
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
