import { blank, decodeWordOrNull } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { gpuFabricInfo, gpuFabricInfoV2, gpuFabricInfoV3 } from './layouts.ts';
import { gapOf, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type { FabricInfo } from './shapes.ts';

/** Membership in an NVLink fabric of several hosts. */
export class FabricReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  /** Asks for the newest struct first; older drivers refuse it with 25 or lack the call. */
  info(): Reading<FabricInfo> {
    const newest = this.#versioned(gpuFabricInfoV3);
    if (!isOlder(newest)) return newest;
    const older = this.#versioned(gpuFabricInfoV2);
    return isOlder(older) ? this.#oldest() : older;
  }

  #versioned(layout: typeof gpuFabricInfoV2 | typeof gpuFabricInfoV3): Reading<FabricInfo> {
    const record = blank(this.#calls.scratch.record, layout);
    const code = this.#calls.call('nvmlDeviceGetGpuFabricInfoV')(this.#calls.handle, record);
    if (code !== 0) return gapOf(code);
    const hasSummary = layout.version === gpuFabricInfoV3.version;
    return valueOf({
      ...decodeMembership(record, layout.at),
      healthMask: decodeWordOrNull(record, layout.at.healthMask),
      healthSummary: hasSummary ? record.readUInt8(gpuFabricInfoV3.at.healthSummary) : null,
    });
  }

  #oldest(): Reading<FabricInfo> {
    const record = blank(this.#calls.scratch.record, gpuFabricInfo);
    const code = this.#calls.call('nvmlDeviceGetGpuFabricInfo')(this.#calls.handle, record);
    if (code !== 0) return gapOf(code);
    const membership = decodeMembership(record, gpuFabricInfo.at);
    return valueOf({ ...membership, healthMask: null, healthSummary: null });
  }
}

function isOlder(reading: Reading<FabricInfo>): boolean {
  if (reading.kind !== 'unknown') return false;
  const { code } = reading;
  return code === nvmlReturn.argumentVersionMismatch || code === nvmlReturn.functionNotFound;
}

function decodeMembership(record: Buffer, at: (typeof gpuFabricInfo)['at']) {
  return {
    clusterUuid: record.toString('hex', at.clusterUuid, at.clusterUuid + 16),
    cliqueId: record.readUInt32LE(at.cliqueId),
    state: record.readUInt8(at.state),
    status: record.readUInt32LE(at.status),
  };
}
