/**
 * Power of one card from its clock, its work and its temperature, and the clock that a power allows.
 *
 * - Switching power goes with f · V² (the textbook law of CMOS), and V falls with f along the
 *   voltage curve: from its full value to 62 % at no clock [assumed from published V/F curves].
 * - Leakage grows exponentially with temperature, e-fold in 45 K; over the range of a working die
 *   that is what SPICE gives for sub-threshold leakage [Liu et al., DATE 2007].
 * - Memory: 20 W standing by and 55 W more at full bandwidth [assumed: HBM3 at about 4 pJ a bit].
 * - The scale is set so that a card idles near 70 W at 33 °C, draws about 650 W in a language model
 *   and would draw 850 W in a dense burn, which the limit of 700 W holds at about 1,750 MHz.
 */
export const powerModel = {
  fixedWatts: 24,
  switchingWatts: 690,
  voltageFloor: 0.62,
  leakageWatts: 38,
  leakageAtCelsius: 45,
  leakageFoldKelvin: 45,
  memoryIdleWatts: 20,
  memoryWatts: 55,
  /** A GPU that waits in a collective polls: it is busy, with little to switch. */
  waitingActivity: 0.16,
} as const;

/** Switching at a clock over its maximum, relative to full clock: x · v(x)². */
export function switching(clock: number): number {
  const voltage = powerModel.voltageFloor + (1 - powerModel.voltageFloor) * clock;
  return clock * voltage * voltage;
}

export function leakageWatts(coreCelsius: number, trait: number): number {
  const { leakageAtCelsius, leakageFoldKelvin } = powerModel;
  return (
    powerModel.leakageWatts * trait * Math.exp((coreCelsius - leakageAtCelsius) / leakageFoldKelvin)
  );
}

export function memoryWatts(bandwidthRatio: number): number {
  return powerModel.memoryIdleWatts + powerModel.memoryWatts * bandwidthRatio;
}

/** How much switches: work, polling while it waits for others, and nothing while it idles. */
export function activity(tensor: number, busy: number, waiting: number): number {
  return busy * (tensor * (1 - waiting) + powerModel.waitingActivity * waiting);
}

/** Highest clock at which switching stays within `watts`, over the maximum; at most 1. */
export function clockWithin(watts: number, active: number): number {
  if (active <= 0) return 1;
  const wanted = watts / (powerModel.switchingWatts * active);
  return wanted >= 1 ? 1 : clockOf(wanted);
}

const tableSize = 1_024;
/** Inverse of `switching` by a table: a cubic solved ten thousand times a second is no way. */
const clocks = Float64Array.from({ length: tableSize + 2 }, (_, index) =>
  invert(Math.min(1, index / tableSize)),
);

function clockOf(wanted: number): number {
  if (wanted <= 0) return 0;
  const place = wanted * tableSize;
  const index = Math.floor(place);
  const low = clocks[index] ?? 0;
  const high = clocks[index + 1] ?? 1;
  return low + (high - low) * (place - index);
}

function invert(wanted: number): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 50; round += 1) {
    const middle = (low + high) / 2;
    if (switching(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
