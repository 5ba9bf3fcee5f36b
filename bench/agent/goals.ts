import type { ProgramCost } from './cost.ts';
import { longestOfAll, type GatherTimes } from './gather-times.ts';

export interface Goal {
  readonly goal: string;
  readonly measured: string;
  /** Null where this run cannot tell. */
  readonly isMet: boolean | null;
}

/** So long takes a run that can say whether memory grows. */
const longRunSeconds = 3600;
const megabyte = 1e6;

/** What the agent is to keep to, and whether it does here. Shown, never a test: machines differ. */
export function judge(
  agent: ProgramCost,
  netdata: ProgramCost | null,
  gathers: readonly GatherTimes[],
  roundsPerSecond: number,
): Goal[] {
  const isRealTime = roundsPerSecond === 1;
  const perSample = agent.microsecondsPerSample;
  const theirs = netdata?.microsecondsPerSample ?? null;
  const longest = gathers.find(({ collector }) => collector === longestOfAll)?.p99Seconds ?? null;
  return [
    {
      goal: 'all processes together below 1 % of a processor',
      measured: percent(agent.cpuRatio),
      isMet: isRealTime ? agent.cpuRatio < 0.01 : null,
    },
    {
      goal: 'no more processor time a sample than netdata',
      measured: `${microseconds(perSample)} against ${microseconds(theirs)}`,
      isMet: perSample === null || theirs === null || !isRealTime ? null : perSample <= theirs,
    },
    {
      goal: '99 of 100 gathers within 50 ms',
      measured: longest === null ? 'unknown' : `${(longest * 1000).toFixed(1)} ms`,
      isMet: longest === null ? null : longest < 0.05,
    },
    {
      goal: 'all processes together below 130 MB resident',
      measured: megabytes(agent.residentBytes),
      isMet: agent.residentBytes < 130 * megabyte,
    },
    {
      goal: 'no growth over a long run (less than 3 MB of its own from first third to last)',
      measured:
        `${megabytes(agent.grownBytes)} in ${Math.round(agent.seconds)} s ` +
        `(${megabytes(agent.grownResidentBytes)} with pages of files)`,
      isMet: agent.seconds < longRunSeconds ? null : agent.grownBytes < 3 * megabyte,
    },
  ];
}

export function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(2)} %`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / megabyte).toFixed(1)} MB`;
}

export function microseconds(amount: number | null): string {
  return amount === null ? '–' : `${amount.toFixed(1)} µs`;
}
