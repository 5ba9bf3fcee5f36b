import { filled } from '../columns.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import { createRandom } from '../random.ts';
import { card } from './card.ts';

/** All GPUs of the hall, column by column: ten thousand of them are stepped in a millisecond. */
export interface GpuBank {
  readonly count: number;
  /** What the job on it asks for, 0 to 1: share of its peak arithmetic, of its memory bandwidth. */
  readonly tensorDemand: Float64Array;
  readonly memoryDemand: Float64Array;
  /** Share of a step that no clock shortens: memory and network. */
  readonly boundShare: Float64Array;
  /** Share of the time it has work at all: less than 1 while its job loads or saves. */
  readonly busy: Float64Array;
  /** Share of the work time spent waiting for a slower GPU of the job. */
  readonly waiting: Float64Array;
  readonly networkDemand: Float64Array;
  readonly memoryUsedRatio: Float64Array;
  /** Index of its job; −1 without. */
  readonly job: Int32Array;

  /** Clock over its maximum. */
  readonly clock: Float64Array;
  /** Highest clock that heat lets it have, over its maximum. */
  readonly thermalClock: Float64Array;
  /** 1 while the driver holds it down for heat, and while the hardware does. */
  readonly driverHolds: Uint8Array;
  readonly hardwareHolds: Uint8Array;
  readonly reasons: Int32Array;
  /** Steps a second over those of a perfect card at full clock. */
  readonly speed: Float64Array;
  readonly power: Float64Array;
  readonly memoryPower: Float64Array;
  readonly coreCelsius: Float64Array;
  readonly sinkCelsius: Float64Array;
  readonly memoryCelsius: Float64Array;
  /** Air that reaches its heat sink. */
  readonly airCelsius: Float64Array;

  readonly counters: GpuCounters;
  readonly traits: GpuTraits;
  readonly faults: GpuFaults;
}

/** What only grows. */
export interface GpuCounters {
  readonly energyJoules: Float64Array;
  readonly powerCapSeconds: Float64Array;
  readonly driverHeatSeconds: Float64Array;
  readonly hardwareHeatSeconds: Float64Array;
  readonly brakeSeconds: Float64Array;
  readonly slowdownSeconds: Float64Array;
  readonly nvlinkBytes: Float64Array;
  readonly pcieReceiveBytes: Float64Array;
  readonly pcieTransmitBytes: Float64Array;
  readonly eccCorrected: Float64Array;
  readonly eccUncorrected: Float64Array;
  readonly nvlinkErrors: Float64Array;
  readonly pcieReplays: Float64Array;
}

/** How this piece differs from the next one. */
export interface GpuTraits {
  /** Leakage over that of a typical die. */
  readonly leakage: Float64Array;
  /** Thermal resistance over that of a typical mounting. */
  readonly mounting: Float64Array;
  /** Share of its host's heat that the air has taken up before it gets here. */
  readonly preheat: Float64Array;
  readonly eccPerSecond: Float64Array;
}

/** What faults and a failing supply do to it. */
export interface GpuFaults {
  readonly dead: Uint8Array;
  readonly needsReset: Uint8Array;
  /** Work done over what its clock allows. */
  readonly slowness: Float64Array;
  readonly paste: Float64Array;
  readonly corrupting: Uint8Array;
  readonly braked: Uint8Array;
  /** 1 while its host has no power. */
  readonly unpowered: Uint8Array;
  readonly pcieWidth: Uint8Array;
  readonly rowsRemapped: Uint8Array;
  readonly rowsPending: Uint8Array;
}

export function createGpuBank(plan: HallPlan): GpuBank {
  const count = plan.gpus.length;
  const zero = () => filled(count, 0);
  return {
    count,
    ...{ tensorDemand: zero(), memoryDemand: zero(), boundShare: zero(), busy: zero() },
    ...{ waiting: zero(), networkDemand: zero(), memoryUsedRatio: zero() },
    job: new Int32Array(count).fill(-1),
    clock: filled(count, card.idleClockHertz / card.maxClockHertz),
    thermalClock: filled(count, 1),
    driverHolds: new Uint8Array(count),
    hardwareHolds: new Uint8Array(count),
    reasons: new Int32Array(count),
    speed: zero(),
    power: filled(count, 70),
    memoryPower: filled(count, 20),
    coreCelsius: filled(count, 34),
    sinkCelsius: filled(count, 32),
    memoryCelsius: filled(count, 36),
    airCelsius: filled(count, 26),
    counters: createCounters(plan),
    traits: createTraits(plan),
    faults: {
      dead: new Uint8Array(count),
      needsReset: new Uint8Array(count),
      slowness: filled(count, 1),
      paste: filled(count, 1),
      corrupting: new Uint8Array(count),
      braked: new Uint8Array(count),
      unpowered: new Uint8Array(count),
      pcieWidth: new Uint8Array(count).fill(16),
      rowsRemapped: new Uint8Array(count),
      rowsPending: new Uint8Array(count),
    },
  };
}

/** Counters do not begin at zero: the drivers were loaded weeks ago. */
function createCounters(plan: HallPlan): GpuCounters {
  const random = createRandom(plan.size.seed, 'counters');
  const begun = (mean: number) =>
    Float64Array.from(plan.gpus, () => Math.floor(mean * (0.5 + random.uniform())));
  return {
    energyJoules: begun(4e8),
    powerCapSeconds: begun(20_000),
    driverHeatSeconds: begun(20),
    hardwareHeatSeconds: begun(0),
    brakeSeconds: begun(0),
    slowdownSeconds: begun(0),
    nvlinkBytes: begun(1e17),
    pcieReceiveBytes: begun(2e14),
    pcieTransmitBytes: begun(1e14),
    eccCorrected: begun(6),
    eccUncorrected: begun(0),
    nvlinkErrors: begun(0),
    pcieReplays: begun(3),
  };
}

/**
 * Dies of one wafer differ in leakage far more than in speed; a deviation of 12 % and 4 % for the
 * thermal paste are assumed. Two rows of GPUs stand behind each other in the air of an HGX board:
 * the rear one gets what the front one has warmed.
 */
function createTraits(plan: HallPlan): GpuTraits {
  const random = createRandom(plan.size.seed, 'traits');
  const perHost = plan.size.gpusPerHost;
  return {
    leakage: Float64Array.from(plan.gpus, () => Math.exp(0.12 * random.normal())),
    mounting: Float64Array.from(plan.gpus, () => Math.exp(0.04 * random.normal())),
    preheat: Float64Array.from(plan.gpus, ({ index }) => (index < perHost / 2 ? 0.15 : 0.42)),
    eccPerSecond: Float64Array.from(plan.gpus, () => 2e-6 * Math.exp(random.normal())),
  };
}
