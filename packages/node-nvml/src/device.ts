import { ClockReadings } from './clocks.ts';
import { decodeHandle } from './decode.ts';
import { DeviceCalls } from './device-calls.ts';
import { EccReadings } from './ecc.ts';
import { FabricReadings } from './fabric.ts';
import { FieldReader, type FieldNumber } from './field-values.ts';
import { IdentityReadings } from './identity.ts';
import type { Library } from './library.ts';
import { LoadReadings } from './load.ts';
import { MemoryReadings } from './memory.ts';
import { MigReadings } from './mig.ts';
import { NvlinkReadings } from './nvlink.ts';
import { PcieReadings } from './pcie.ts';
import { PowerReadings } from './power.ts';
import { ProcessReadings } from './processes.ts';
import { gapOf, valueOf, type Reading } from './reading.ts';
import type { Scratch } from './scratch.ts';
import type { FieldRequest } from './shapes.ts';
import type { Handle } from './signatures.ts';
import { ThermalReadings } from './thermal.ts';

/** More instances than a GPU can be split into, so that a nonsensical count ends. */
const mostInstances = 64;

/** A GPU or a MIG instance. Good until the library is closed; nothing of it needs closing. */
export class Device {
  readonly identity: IdentityReadings;
  readonly load: LoadReadings;
  readonly memory: MemoryReadings;
  readonly power: PowerReadings;
  readonly thermal: ThermalReadings;
  readonly clocks: ClockReadings;
  readonly ecc: EccReadings;
  readonly pcie: PcieReadings;
  readonly nvlink: NvlinkReadings;
  readonly processes: ProcessReadings;
  readonly mig: MigReadings;
  readonly fabric: FabricReadings;
  readonly #fields: FieldReader;
  readonly #calls: DeviceCalls;
  readonly #library: Library;

  constructor(library: Library, scratch: Scratch, handle: Handle) {
    this.#library = library;
    this.#calls = new DeviceCalls(library, scratch, handle);
    this.identity = new IdentityReadings(this.#calls);
    this.load = new LoadReadings(this.#calls);
    this.memory = new MemoryReadings(this.#calls);
    this.power = new PowerReadings(this.#calls);
    this.thermal = new ThermalReadings(this.#calls);
    this.clocks = new ClockReadings(this.#calls);
    this.ecc = new EccReadings(this.#calls);
    this.pcie = new PcieReadings(this.#calls);
    this.nvlink = new NvlinkReadings(this.#calls);
    this.processes = new ProcessReadings(this.#calls);
    this.mig = new MigReadings(this.#calls);
    this.fabric = new FabricReadings(this.#calls);
    this.#fields = new FieldReader(this.#calls);
  }

  /** The driver's own handle, for a call that this package does not have. */
  get handle(): Handle {
    return this.#calls.handle;
  }

  /**
   * One reading a request, in order, as the driver gives them: `fieldInBaseUnits` converts.
   * The outer reading is a gap only when nothing could be read at all.
   */
  fieldValues(requests: readonly FieldRequest[]): Reading<readonly Reading<FieldNumber>[]> {
    return this.#fields.read(requests);
  }

  /** True when the driver stays loaded without clients. */
  persistenceMode(): Reading<boolean> {
    return this.#calls.flag('nvmlDeviceGetPersistenceMode');
  }

  /** 0 default, 2 prohibited, 3 one process at a time. */
  computeMode(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetComputeMode');
  }

  /** A set of bits, see `eventType`. */
  supportedEventTypes(): Reading<number> {
    return this.#calls.long('nvmlDeviceGetSupportedEventTypes');
  }

  /** The most instances that this GPU can be split into. */
  maxMigDevices(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetMaxMigDeviceCount', (count) =>
      Math.min(count, mostInstances),
    );
  }

  /** The instance in that place; `unknown` with code 6 where the place is empty. */
  migDevice(index: number): Reading<Device> {
    const { scratch, handle } = this.#calls;
    const call = this.#calls.call('nvmlDeviceGetMigDeviceHandleByIndex');
    const code = call(handle, index, scratch.record.fill(0, 0, 8));
    if (code !== 0) return gapOf(code);
    return valueOf(new Device(this.#library, scratch, decodeHandle(scratch.record, 0)));
  }

  /** All instances there are. */
  migDevices(): Reading<readonly Device[]> {
    const count = this.maxMigDevices();
    if (count.kind !== 'value') return count;
    const devices: Device[] = [];
    for (let index = 0; index < count.value; index++) {
      const device = this.migDevice(index);
      if (device.kind === 'value') devices.push(device.value);
      else if (device.kind !== 'unknown') return device;
    }
    return valueOf(devices);
  }
}
