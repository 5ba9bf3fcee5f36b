import { blank, decodePciInfo, decodeText } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { platformInfoV2, pciInfo } from './layouts.ts';
import { gapOf, valueOf, type Reading } from './reading.ts';
import type { ComputeCapability, PciInfo, PlatformInfo } from './shapes.ts';

/** Who the device is. The UUID stays with the board; indexes change with every boot. */
export class IdentityReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  name(): Reading<string> {
    return this.#calls.text('nvmlDeviceGetName', 96);
  }

  uuid(): Reading<string> {
    return this.#calls.text('nvmlDeviceGetUUID', 96);
  }

  serial(): Reading<string> {
    return this.#calls.text('nvmlDeviceGetSerial', 32);
  }

  boardPartNumber(): Reading<string> {
    return this.#calls.text('nvmlDeviceGetBoardPartNumber', 80);
  }

  vbiosVersion(): Reading<string> {
    return this.#calls.text('nvmlDeviceGetVbiosVersion', 32);
  }

  inforomVersion(): Reading<string> {
    return this.#calls.text('nvmlDeviceGetInforomImageVersion', 16);
  }

  gspFirmwareVersion(): Reading<string> {
    const { record } = this.#calls.scratch;
    record[0] = 0;
    const call = this.#calls.call('nvmlDeviceGetGspFirmwareVersion');
    return this.#calls.textFrom(call(this.#calls.handle, record), 64);
  }

  index(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetIndex');
  }

  /** The N of /dev/nvidiaN. */
  minorNumber(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetMinorNumber');
  }

  /** See `architecture`. */
  architecture(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetArchitecture');
  }

  brand(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetBrand');
  }

  numaNode(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetNumaNodeId');
  }

  computeCapability(): Reading<ComputeCapability> {
    const { scratch, handle } = this.#calls;
    const out = scratch.blankWords();
    const code = this.#calls.call('nvmlDeviceGetCudaComputeCapability')(
      handle,
      out,
      scratch.second,
    );
    if (code !== 0) return gapOf(code);
    return valueOf({ major: scratch.word(0), minor: scratch.word(1) });
  }

  pci(): Reading<PciInfo> {
    const record = blank(this.#calls.scratch.record, pciInfo);
    const code = this.#calls.call('nvmlDeviceGetPciInfo_v3')(this.#calls.handle, record);
    return code === 0 ? valueOf(decodePciInfo(record)) : gapOf(code);
  }

  /** Where the board sits in a rack-scale machine; Blackwell and newer. */
  platform(): Reading<PlatformInfo> {
    const record = blank(this.#calls.scratch.record, platformInfoV2);
    const code = this.#calls.call('nvmlDeviceGetPlatformInfo')(this.#calls.handle, record);
    if (code !== 0) return gapOf(code);
    const { at } = platformInfoV2;
    return valueOf({
      chassisSerialNumber: decodeText(record, at.chassisSerialNumber, 16),
      slotNumber: record.readUInt8(at.slotNumber),
      trayIndex: record.readUInt8(at.trayIndex),
      hostId: record.readUInt8(at.hostId),
      peerType: record.readUInt8(at.peerType),
      moduleId: record.readUInt8(at.moduleId),
    });
  }
}
