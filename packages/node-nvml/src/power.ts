import { blankWord } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import type { PowerRange } from './shapes.ts';
import { joulesOf, wattsOf } from './units.ts';

export class PowerReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  /** Watts. A mean of the last second on Ampere and newer; `field.powerInstant` shows peaks. */
  usage(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetPowerUsage', wattsOf);
  }

  /** Watts: the lowest of all limits in force, of software and of hardware. */
  enforcedLimit(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetEnforcedPowerLimit', wattsOf);
  }

  /** Watts, as set by software. */
  limit(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetPowerManagementLimit', wattsOf);
  }

  defaultLimit(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetPowerManagementDefaultLimit', wattsOf);
  }

  limitRange(): Reading<PowerRange> {
    const { scratch, handle } = this.#calls;
    const call = this.#calls.call('nvmlDeviceGetPowerManagementLimitConstraints');
    const code = call(handle, scratch.blankWords(), scratch.second);
    if (code !== 0) return gapOf(code);
    const [min, max] = [scratch.word(0), scratch.word(1)];
    if (min === blankWord || max === blankWord) return noData();
    return valueOf({ minWatts: wattsOf(min), maxWatts: wattsOf(max) });
  }

  /** Joules since the driver was loaded; falls back to 0 when it is loaded again. */
  energy(): Reading<number> {
    return this.#calls.long('nvmlDeviceGetTotalEnergyConsumption', joulesOf);
  }
}
