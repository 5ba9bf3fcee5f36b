import type { Point } from '#lib/model/sample.ts';
import type { Collector } from '../collector.ts';
import type { Clock } from './clock.ts';
import { RoundAbort } from './round-abort.ts';
import { beginRound, probeSafely } from './scheduler.ts';

export interface OneRound {
  readonly points: readonly Point[];
  /** One sentence for each collector or device that gave nothing. */
  readonly problems: readonly string[];
}

/** One round of every collector, each within its deadline. */
export async function gatherOnce(
  collectors: readonly Collector[],
  clock: Clock,
  signal: AbortSignal,
): Promise<OneRound> {
  const rounds = await Promise.all(
    collectors.map(async (collector): Promise<OneRound> => {
      const probe = await probeSafely(collector, signal);
      if (!probe.supported) return { points: [], problems: [`${collector.name}: ${probe.reason}`] };
      await collector.readAll?.(signal);
      const { points, faults, result } = await beginRound(collector, clock, new RoundAbort(signal))
        .reported;
      const problems = faults.map(({ what, reason }) => `${collector.name}: ${what}: ${reason}`);
      if (result.kind === 'failed') problems.push(`${collector.name}: ${result.reason}`);
      if (result.kind === 'timed-out') {
        problems.push(`${collector.name}: no end after ${result.deadlineMs} ms`);
      }
      return { points, problems };
    }),
  );
  return {
    points: rounds.flatMap(({ points }) => points),
    problems: rounds.flatMap(({ problems }) => problems),
  };
}
