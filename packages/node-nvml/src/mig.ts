import { blank, decodeLong, isBlankLong } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { deviceAttributes } from './layouts.ts';
import { modeOf } from './mode.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import type { MigAttributes, Mode } from './shapes.ts';
import { bytesOfMebibytes } from './units.ts';

/** The split of a GPU into instances. An instance is a device of its own: `Device.migDevices`. */
export class MigReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  mode(): Reading<Mode> {
    return modeOf(this.#calls, 'nvmlDeviceGetMigMode');
  }

  /** True for an instance, false for a whole GPU. */
  isInstance(): Reading<boolean> {
    return this.#calls.flag('nvmlDeviceIsMigDeviceHandle');
  }

  gpuInstanceId(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetGpuInstanceId');
  }

  computeInstanceId(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetComputeInstanceId');
  }

  /** The share of the GPU that this instance has. */
  attributes(): Reading<MigAttributes> {
    const { at } = deviceAttributes;
    const record = blank(this.#calls.scratch.record, deviceAttributes);
    const code = this.#calls.call('nvmlDeviceGetAttributes_v2')(this.#calls.handle, record);
    if (code !== 0) return gapOf(code);
    if (isBlankLong(record, at.memorySizeMB)) return noData();
    return valueOf({
      multiprocessorCount: record.readUInt32LE(at.multiprocessorCount),
      gpuInstanceSliceCount: record.readUInt32LE(at.gpuInstanceSliceCount),
      computeInstanceSliceCount: record.readUInt32LE(at.computeInstanceSliceCount),
      sharedCopyEngineCount: record.readUInt32LE(at.sharedCopyEngineCount),
      sharedDecoderCount: record.readUInt32LE(at.sharedDecoderCount),
      sharedEncoderCount: record.readUInt32LE(at.sharedEncoderCount),
      sharedJpegCount: record.readUInt32LE(at.sharedJpegCount),
      sharedOfaCount: record.readUInt32LE(at.sharedOfaCount),
      memoryBytes: bytesOfMebibytes(decodeLong(record, at.memorySizeMB)),
    });
  }
}
