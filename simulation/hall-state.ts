import type { Room } from './air/room.ts';
import type { PowerChain } from './electricity/power-chain.ts';
import type { FaultBook } from './fault/fault-state.ts';
import type { GpuBank } from './gpu/gpu-bank.ts';
import type { HostBank } from './host/host-bank.ts';
import type { Schedule } from './job/schedule.ts';
import type { HallPlan } from './plan/hall-plan.ts';

/** The state of everything in the hall at one time. Steps change it in place. */
export interface Hall {
  readonly plan: HallPlan;
  /** Seconds since the epoch on the hall's own clock. */
  time: number;
  readonly gpus: GpuBank;
  readonly hosts: HostBank;
  readonly schedule: Schedule;
  readonly room: Room;
  readonly power: PowerChain;
  readonly faults: FaultBook;
  /** Thermal resistance of each heat sink now. */
  readonly sinks: Float64Array;
}
