import type { HallPlan } from '../plan/hall-plan.ts';
import { createRandom, type Random } from '../random.ts';
import type { Fault, Happening } from './fault.ts';

/** Faults that are there, that will come, and what is to be told of them. */
export interface FaultBook {
  /** Asked for; replaced as a whole when a scenario is read again. */
  requested: readonly Fault[];
  /** By themselves, with the moment of the next. */
  readonly random: Random;
  readonly meanSeconds: number;
  nextTime: number;
  readonly natural: Set<Fault>;
  readonly begun: Set<Fault>;
  readonly over: WeakSet<Fault>;
  /** Not yet told; whoever tells them takes them out. */
  readonly happenings: Happening[];
}

export function createFaultBook(
  plan: HallPlan,
  startTime: number,
  faultsPerDay: number,
): FaultBook {
  const random = createRandom(plan.size.seed, 'faults');
  const aDay = (faultsPerDay * plan.gpus.length) / 1_000;
  const meanSeconds = aDay > 0 ? 86_400 / aDay : Infinity;
  return {
    requested: [],
    random,
    meanSeconds,
    nextTime: aDay > 0 ? startTime + random.exponential(meanSeconds) : Infinity,
    natural: new Set(),
    begun: new Set(),
    over: new WeakSet(),
    happenings: [],
  };
}
