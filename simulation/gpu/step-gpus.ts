import { approach, at, clamp } from '../columns.ts';
import { card, reasonBits } from './card.ts';
import type { GpuBank } from './gpu-bank.ts';
import { heatModel, powerAt, sinkResistance } from './gpu-heat.ts';
import {
  activity,
  clockWithin,
  leakageWatts,
  memoryWatts,
  powerModel,
  switching,
} from './gpu-power.ts';

const idleClock = card.idleClockHertz / card.maxClockHertz;
const clockStep = card.clockStepHertz / card.maxClockHertz;
/** The driver lets go a few degrees below its limit, or it would hunt. */
const driverReleaseKelvin = 3;
const hardwareReleaseKelvin = 6;
/** [NVML, clock event reasons] hardware slowdown divides the clock by two or more. */
const slowedClock = 0.5;
const leastClock = 0.25;
const driverTauSeconds = 6;

/** Clock, power and what holds it down, from what it has to do and how warm it is. */
export function stepClocks(gpus: GpuBank, sinks: Float64Array, dtSeconds: number): void {
  const share = approach(dtSeconds, driverTauSeconds);
  for (let gpu = 0; gpu < gpus.count; gpu += 1) {
    if (at(gpus.faults.dead, gpu) === 1) {
      turnOff(gpus, gpu);
      continue;
    }
    holdForHeat(gpus, gpu, at(sinks, gpu), share);
    setClock(gpus, gpu);
  }
}

function turnOff(gpus: GpuBank, gpu: number): void {
  gpus.power[gpu] = 0;
  gpus.memoryPower[gpu] = 0;
  gpus.clock[gpu] = 0;
  gpus.speed[gpu] = 0;
  gpus.reasons[gpu] = 0;
}

/** Two guards: the driver steers the core to its limit; past the next limit hardware halves. */
function holdForHeat(gpus: GpuBank, gpu: number, sink: number, share: number): void {
  const core = at(gpus.coreCelsius, gpu);
  const memory = at(gpus.memoryCelsius, gpu);
  const over = Math.max(core - card.driverLimitCelsius, memory - card.memoryLimitCelsius);
  if (over >= 0) gpus.driverHolds[gpu] = 1;
  else if (over < -driverReleaseKelvin && at(gpus.thermalClock, gpu) > 0.999) {
    gpus.driverHolds[gpu] = 0;
  }
  if (core >= card.slowdownCelsius) gpus.hardwareHolds[gpu] = 1;
  else if (core < card.slowdownCelsius - hardwareReleaseKelvin) gpus.hardwareHolds[gpu] = 0;
  const target = at(gpus.driverHolds, gpu) === 1 ? steeredClock(gpus, gpu, sink, over) : 1;
  const before = at(gpus.thermalClock, gpu);
  gpus.thermalClock[gpu] = before + (target - before) * share;
}

/** The clock whose heat the sink can carry at the limit, and a little less while it is past it. */
function steeredClock(gpus: GpuBank, gpu: number, sink: number, over: number): number {
  const die = heatModel.dieKelvinPerWatt * at(gpus.faults.paste, gpu);
  const allowed = powerAt(card.driverLimitCelsius, at(gpus.airCelsius, gpu), die + sink);
  const core = at(gpus.coreCelsius, gpu);
  const fixed =
    powerModel.fixedWatts +
    leakageWatts(core, at(gpus.traits.leakage, gpu)) +
    at(gpus.memoryPower, gpu);
  const clock = clockWithin(Math.max(0, allowed - fixed), activityOf(gpus, gpu));
  return clamp(clock - 0.02 * Math.max(0, over), leastClock, 1);
}

function activityOf(gpus: GpuBank, gpu: number): number {
  return activity(at(gpus.tensorDemand, gpu), at(gpus.busy, gpu), at(gpus.waiting, gpu));
}

function setClock(gpus: GpuBank, gpu: number): void {
  const busy = at(gpus.busy, gpu);
  const active = activityOf(gpus, gpu);
  const memory = memoryWatts(at(gpus.memoryDemand, gpu) * busy * (1 - at(gpus.waiting, gpu)));
  const leakage = leakageWatts(at(gpus.coreCelsius, gpu), at(gpus.traits.leakage, gpu));
  const standing = powerModel.fixedWatts + memory + leakage;
  const capped = clockWithin(card.powerLimitWatts - standing, active);
  const heat = at(gpus.thermalClock, gpu);
  const isHalved = at(gpus.hardwareHolds, gpu) === 1 || at(gpus.faults.braked, gpu) === 1;
  const hardware = isHalved ? slowedClock : 1;
  const isIdle = at(gpus.job, gpu) < 0;
  const clock = quantize(Math.min(isIdle ? idleClock : 1, capped, heat, hardware));
  gpus.clock[gpu] = clock;
  gpus.memoryPower[gpu] = memory;
  gpus.power[gpu] = standing + powerModel.switchingWatts * switching(clock) * active;
  gpus.speed[gpu] = isIdle
    ? 0
    : speedAt(clock, at(gpus.boundShare, gpu)) * at(gpus.faults.slowness, gpu);
  gpus.reasons[gpu] = isIdle
    ? reasonBits.idle
    : (capped < 1 && capped <= heat && capped <= hardware ? reasonBits.power_cap : 0) |
      holdingReasons(gpus, gpu, heat);
}

function holdingReasons(gpus: GpuBank, gpu: number, heat: number): number {
  const isDriver = at(gpus.driverHolds, gpu) === 1 && heat < 0.999;
  const isSlowed = at(gpus.hardwareHolds, gpu) === 1;
  const isBraked = at(gpus.faults.braked, gpu) === 1;
  return (
    (isDriver ? reasonBits.sw_thermal : 0) |
    (isSlowed ? reasonBits.hw_thermal | reasonBits.hw_slowdown : 0) |
    (isBraked ? reasonBits.power_brake | reasonBits.hw_slowdown : 0)
  );
}

/** Clocks move in steps; down, so that no limit is passed. */
function quantize(clock: number): number {
  return Math.max(clockStep, Math.floor(clock / clockStep + 1e-9) * clockStep);
}

/** [Amdahl] the part of a step that waits for memory and network does not get faster. */
export function speedAt(clock: number, boundShare: number): number {
  return 1 / ((1 - boundShare) / Math.max(clock, 0.01) + boundShare);
}

/** Temperatures one step on, from power and from the air that `airCelsius` holds. */
export function stepHeat(
  gpus: GpuBank,
  sinks: Float64Array,
  perHost: number,
  dtSeconds: number,
): void {
  const dieShare = approach(dtSeconds, heatModel.dieTauSeconds);
  const memoryShare = approach(dtSeconds, heatModel.memoryTauSeconds);
  let sinkShare = 0;
  for (let gpu = 0; gpu < gpus.count; gpu += 1) {
    const resistance = at(sinks, gpu);
    // One for a host: its sinks differ by a few percent, and an exponential costs more than the rest.
    if (gpu % perHost === 0) sinkShare = approach(dtSeconds, sinkTau(resistance));
    const power = at(gpus.power, gpu);
    const sink = at(gpus.sinkCelsius, gpu);
    const sinkTarget = at(gpus.airCelsius, gpu) + power * resistance;
    const warmed = sink + (sinkTarget - sink) * sinkShare;
    gpus.sinkCelsius[gpu] = warmed;
    const core = at(gpus.coreCelsius, gpu);
    const paste = at(gpus.faults.paste, gpu);
    const coreTarget = warmed + power * heatModel.dieKelvinPerWatt * paste;
    gpus.coreCelsius[gpu] = core + (coreTarget - core) * dieShare;
    const memory = at(gpus.memoryCelsius, gpu);
    const memoryTarget = warmed + 1 + at(gpus.memoryPower, gpu) * heatModel.memoryKelvinPerWatt;
    gpus.memoryCelsius[gpu] = memory + (memoryTarget - memory) * memoryShare;
  }
}

/** A sink that carries less heat away is slower too: its capacity stays. */
function sinkTau(resistance: number): number {
  return heatModel.sinkTauSeconds * (resistance / heatModel.sinkKelvinPerWatt) * 0.75;
}

/** Resistance of every heat sink at the air that its host moves. */
export function sinksAt(
  gpus: GpuBank,
  flowOfHost: Float64Array,
  perHost: number,
  into: Float64Array,
): void {
  for (let gpu = 0; gpu < gpus.count; gpu += 1) {
    if (gpu % perHost !== 0) continue;
    const typical = sinkResistance(at(flowOfHost, gpu / perHost), 1);
    for (let own = gpu; own < gpu + perHost; own += 1) {
      into[own] = typical * at(gpus.traits.mounting, own);
    }
  }
}

/** What only grows, over `seconds` of the clock on the samples. */
export function count(gpus: GpuBank, seconds: number): void {
  const { counters, reasons } = gpus;
  for (let gpu = 0; gpu < gpus.count; gpu += 1) {
    if (at(gpus.faults.dead, gpu) === 1) continue;
    add(counters.energyJoules, gpu, at(gpus.power, gpu) * seconds);
    const bits = at(reasons, gpu);
    if (bits > 1) countReasons(gpus, gpu, bits, seconds);
    add(counters.eccCorrected, gpu, at(gpus.traits.eccPerSecond, gpu) * seconds);
    const network = at(gpus.networkDemand, gpu) * at(gpus.busy, gpu);
    if (network === 0) continue;
    add(counters.nvlinkBytes, gpu, network * nvlinkBytesPerSecond * seconds);
    add(counters.pcieReceiveBytes, gpu, (0.2 + network) * pcieBytesPerSecond * seconds);
    add(counters.pcieTransmitBytes, gpu, network * pcieBytesPerSecond * seconds);
  }
}

/** Each way: half of the 900 GB/s of a card; the host side feeds the network card at its rate. */
const nvlinkBytesPerSecond = 450e9;
const pcieBytesPerSecond = 25e9;

function countReasons(gpus: GpuBank, gpu: number, bits: number, seconds: number): void {
  const { counters } = gpus;
  if (bits & reasonBits.power_cap) add(counters.powerCapSeconds, gpu, seconds);
  if (bits & reasonBits.sw_thermal) add(counters.driverHeatSeconds, gpu, seconds);
  if (bits & reasonBits.hw_thermal) add(counters.hardwareHeatSeconds, gpu, seconds);
  if (bits & reasonBits.power_brake) add(counters.brakeSeconds, gpu, seconds);
  if (bits & reasonBits.hw_slowdown) add(counters.slowdownSeconds, gpu, seconds);
}

function add(values: Float64Array, index: number, amount: number): void {
  values[index] = at(values, index) + amount;
}
