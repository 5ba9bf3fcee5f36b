import type { ClockKind, PerformancePolicy } from './choices.ts';
import { blank, decodeLong, isBlankLong } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { violationTime } from './layouts.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type { Violation } from './shapes.ts';
import { hertzOf, secondsOfNanoseconds } from './units.ts';

const unknownPerformanceState = 32;

export class ClockReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  /** Hertz, now. */
  current(kind: ClockKind): Reading<number> {
    return this.#calls.wordOf('nvmlDeviceGetClockInfo', kind, hertzOf);
  }

  /** Hertz, the highest that the GPU allows. */
  max(kind: ClockKind): Reading<number> {
    return this.#calls.wordOf('nvmlDeviceGetMaxClockInfo', kind, hertzOf);
  }

  /** A set of bits, see `clockEventReason`. Drivers before 535 have it under another name. */
  eventReasons(): Reading<number> {
    const reasons = this.#calls.long('nvmlDeviceGetCurrentClocksEventReasons');
    if (!isMissing(reasons)) return reasons;
    return this.#calls.long('nvmlDeviceGetCurrentClocksThrottleReasons');
  }

  /** The bits that this GPU can ever set. */
  supportedEventReasons(): Reading<number> {
    const reasons = this.#calls.long('nvmlDeviceGetSupportedClocksEventReasons');
    if (!isMissing(reasons)) return reasons;
    return this.#calls.long('nvmlDeviceGetSupportedClocksThrottleReasons');
  }

  /** 0 is the fastest, 15 the slowest. */
  performanceState(): Reading<number> {
    const state = this.#calls.word('nvmlDeviceGetPerformanceState');
    const isUnknown = state.kind === 'value' && state.value === unknownPerformanceState;
    return isUnknown ? noData() : state;
  }

  /** Time that the clocks were held down by one policy, counted since the driver was loaded. */
  violation(policy: PerformancePolicy): Reading<Violation> {
    const { at } = violationTime;
    const record = blank(this.#calls.scratch.record, violationTime);
    const call = this.#calls.call('nvmlDeviceGetViolationStatus');
    const code = call(this.#calls.handle, policy, record);
    if (code !== 0) return gapOf(code);
    if (isBlankLong(record, at.violationTime)) return noData();
    return valueOf({
      // The header says microseconds for the reference and nanoseconds for the violation.
      referenceSeconds: decodeLong(record, at.referenceTime) / 1_000_000,
      violationSeconds: secondsOfNanoseconds(decodeLong(record, at.violationTime)),
    });
  }
}

function isMissing(reading: Reading<number>): boolean {
  return reading.kind === 'unknown' && reading.code === nvmlReturn.functionNotFound;
}
