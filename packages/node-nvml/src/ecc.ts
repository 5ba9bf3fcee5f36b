import type { EccCounter, MemoryError, MemoryLocation, RetirementCause } from './choices.ts';
import { blank, decodeLong, isBlankLong } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { eccSramErrorStatus, repairStatus, rowRemapperHistogram } from './layouts.ts';
import { modeOf } from './mode.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type {
  Mode,
  RemappedRows,
  RepairStatus,
  RowRemapperHistogram,
  SramStatus,
} from './shapes.ts';

/** The health of device memory: errors, and what was taken out of use because of them. */
export class EccReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  mode(): Reading<Mode> {
    return modeOf(this.#calls, 'nvmlDeviceGetEccMode');
  }

  total(error: MemoryError, counter: EccCounter): Reading<number> {
    const { handle, scratch } = this.#calls;
    const call = this.#calls.call('nvmlDeviceGetTotalEccErrors');
    return this.#calls.longFrom(call(handle, error, counter, scratch.blankWords()));
  }

  at(location: MemoryLocation, error: MemoryError, counter: EccCounter): Reading<number> {
    const { handle, scratch } = this.#calls;
    const call = this.#calls.call('nvmlDeviceGetMemoryErrorCounter');
    return this.#calls.longFrom(call(handle, error, counter, location, scratch.blankWords()));
  }

  sramStatus(): Reading<SramStatus> {
    const { at } = eccSramErrorStatus;
    const record = blank(this.#calls.scratch.record, eccSramErrorStatus);
    const code = this.#calls.call('nvmlDeviceGetSramEccErrorStatus')(this.#calls.handle, record);
    if (code !== 0) return gapOf(code);
    if (isBlankLong(record, at.aggregateCor)) return noData();
    return valueOf({
      aggregateUncorrectedParity: decodeLong(record, at.aggregateUncParity),
      aggregateUncorrectedSecDed: decodeLong(record, at.aggregateUncSecDed),
      aggregateCorrected: decodeLong(record, at.aggregateCor),
      volatileUncorrectedParity: decodeLong(record, at.volatileUncParity),
      volatileUncorrectedSecDed: decodeLong(record, at.volatileUncSecDed),
      volatileCorrected: decodeLong(record, at.volatileCor),
      thresholdExceeded: record.readUInt32LE(at.bThresholdExceeded) === 1,
    });
  }

  /** How many pages were retired (Volta and older). */
  retiredPages(cause: RetirementCause): Reading<number> {
    const { handle, scratch } = this.#calls;
    // Asked with room for none, the driver answers with the count alone.
    const out = scratch.words.fill(0);
    const code = this.#calls.call('nvmlDeviceGetRetiredPages')(handle, cause, out, 0);
    if (code !== 0 && code !== nvmlReturn.insufficientSize) return gapOf(code);
    return valueOf(scratch.word(0));
  }

  retiredPagesPending(): Reading<boolean> {
    return this.#calls.flag('nvmlDeviceGetRetiredPagesPendingStatus');
  }

  /** Ampere and newer. */
  remappedRows(): Reading<RemappedRows> {
    const { handle, scratch } = this.#calls;
    const out = scratch.words.fill(0);
    const call = this.#calls.call('nvmlDeviceGetRemappedRows');
    const code = call(handle, out, scratch.second, scratch.third, scratch.fourth);
    if (code !== 0) return gapOf(code);
    return valueOf({
      correctable: scratch.word(0),
      uncorrectable: scratch.word(1),
      pending: scratch.word(2) !== 0,
      failed: scratch.word(3) !== 0,
    });
  }

  rowRemapperHistogram(): Reading<RowRemapperHistogram> {
    const { at } = rowRemapperHistogram;
    const record = blank(this.#calls.scratch.record, rowRemapperHistogram);
    const code = this.#calls.call('nvmlDeviceGetRowRemapperHistogram')(this.#calls.handle, record);
    if (code !== 0) return gapOf(code);
    return valueOf({
      max: record.readUInt32LE(at.max),
      high: record.readUInt32LE(at.high),
      partial: record.readUInt32LE(at.partial),
      low: record.readUInt32LE(at.low),
      none: record.readUInt32LE(at.none),
    });
  }

  repairStatus(): Reading<RepairStatus> {
    const { at } = repairStatus;
    const record = blank(this.#calls.scratch.record, repairStatus);
    const code = this.#calls.call('nvmlDeviceGetRepairStatus')(this.#calls.handle, record);
    if (code !== 0) return gapOf(code);
    return valueOf({
      channelRepairPending: record.readUInt32LE(at.bChannelRepairPending) === 1,
      tpcRepairPending: record.readUInt32LE(at.bTpcRepairPending) === 1,
    });
  }

  /** False when the infoROM is corrupted. Reads flash: call it rarely. */
  inforomValid(): Reading<boolean> {
    const code = this.#calls.call('nvmlDeviceValidateInforom')(this.#calls.handle);
    if (code === nvmlReturn.corruptedInforom) return valueOf(false);
    return code === 0 ? valueOf(true) : gapOf(code);
  }
}
