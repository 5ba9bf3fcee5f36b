import { createRoom, stepRoom } from './air/room.ts';
import { createPowerChain, stepPower } from './electricity/power-chain.ts';
import { createFaultBook } from './fault/fault-state.ts';
import { stepFaults } from './fault/step-faults.ts';
import { createGpuBank } from './gpu/gpu-bank.ts';
import { count, sinksAt, stepClocks, stepHeat } from './gpu/step-gpus.ts';
import type { Hall } from './hall-state.ts';
import { createHostBank } from './host/host-bank.ts';
import { countHosts, stepHosts } from './host/step-hosts.ts';
import { createSchedule, stepJobs } from './job/schedule.ts';
import type { HallPlan } from './plan/hall-plan.ts';

export interface HallOptions {
  readonly plan: HallPlan;
  /** Seconds since the epoch. */
  readonly startTime: number;
  /** Faults that happen by themselves, a day and thousand GPUs. */
  readonly faultsPerDay: number;
}

/** A hall in the midst of its work, at temperatures it would have had for hours. */
export function createHall({ plan, startTime, faultsPerDay }: HallOptions): Hall {
  const gpus = createGpuBank(plan);
  const hall: Hall = {
    plan,
    time: startTime - settleSeconds,
    gpus,
    hosts: createHostBank(plan, startTime),
    schedule: createSchedule(plan, gpus, startTime - settleSeconds),
    room: createRoom(plan),
    power: createPowerChain(plan),
    faults: createFaultBook(plan, startTime, faultsPerDay),
    sinks: new Float64Array(gpus.count),
  };
  // Nobody has seen this time, so it counts for nothing.
  for (let step = 0; step < settleSeconds / settleStep; step += 1) stepHall(hall, settleStep, 0);
  hall.time = startTime;
  return hall;
}

const settleSeconds = 900;
const settleStep = 5;

/**
 * One step.
 *
 * @param dtSeconds on the hall's own clock: a second, or up to ten where only minutes are kept
 * @param seconds on the clock of the samples, over which counters count; less than `dtSeconds` where
 *   the hall is played faster
 */
export function stepHall(hall: Hall, dtSeconds: number, seconds = dtSeconds): void {
  const { plan, gpus, hosts, room, schedule, power } = hall;
  const perHost = plan.size.gpusPerHost;
  hall.time += dtSeconds;
  stepFaults(hall);
  stepJobs(schedule, plan, gpus, { time: hall.time, dtSeconds });
  sinksAt(gpus, hosts.flow, perHost, hall.sinks);
  stepClocks(gpus, hall.sinks, dtSeconds);
  stepHosts(hosts, gpus, perHost, dtSeconds);
  stepHeat(gpus, hall.sinks, perHost, dtSeconds);
  stepRoom(room, hosts, plan, dtSeconds);
  stepPower(power, hosts, gpus.faults.braked, plan, { dtSeconds, seconds });
  count(gpus, seconds);
  countHosts(hosts, gpus, perHost, { dtSeconds, seconds });
}
