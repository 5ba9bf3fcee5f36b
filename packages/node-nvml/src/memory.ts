import { blank, decodeLong, isBlankLong } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { bar1Memory, memory, memoryV2 } from './layouts.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type { Bar1Usage, MemoryUsage } from './shapes.ts';

export class MemoryReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  /** Device memory; the call that tells reserved from used where the driver has it. */
  usage(): Reading<MemoryUsage> {
    const { at } = memoryV2;
    const record = blank(this.#calls.scratch.record, memoryV2);
    const code = this.#calls.call('nvmlDeviceGetMemoryInfo_v2')(this.#calls.handle, record);
    if (isOlder(code)) return this.#usageV1();
    if (code !== 0) return gapOf(code);
    if (isBlankLong(record, at.total)) return noData();
    return valueOf({
      totalBytes: decodeLong(record, at.total),
      freeBytes: decodeLong(record, at.free),
      usedBytes: decodeLong(record, at.used),
      reservedBytes: decodeLong(record, at.reserved),
    });
  }

  /** The window through which the bus reaches device memory. */
  bar1(): Reading<Bar1Usage> {
    const { at } = bar1Memory;
    const record = blank(this.#calls.scratch.record, bar1Memory);
    const code = this.#calls.call('nvmlDeviceGetBAR1MemoryInfo')(this.#calls.handle, record);
    if (code !== 0) return gapOf(code);
    if (isBlankLong(record, at.bar1Total)) return noData();
    return valueOf({
      totalBytes: decodeLong(record, at.bar1Total),
      freeBytes: decodeLong(record, at.bar1Free),
      usedBytes: decodeLong(record, at.bar1Used),
    });
  }

  #usageV1(): Reading<MemoryUsage> {
    const { at } = memory;
    const record = blank(this.#calls.scratch.record, memory);
    const code = this.#calls.call('nvmlDeviceGetMemoryInfo')(this.#calls.handle, record);
    if (code !== 0) return gapOf(code);
    if (isBlankLong(record, at.total)) return noData();
    return valueOf({
      totalBytes: decodeLong(record, at.total),
      freeBytes: decodeLong(record, at.free),
      usedBytes: decodeLong(record, at.used),
      reservedBytes: null,
    });
  }
}

function isOlder(code: number): boolean {
  return code === nvmlReturn.functionNotFound || code === nvmlReturn.argumentVersionMismatch;
}
