import { decodeHandle } from './decode.ts';
import { Device } from './device.ts';
import { EventSet } from './event-set.ts';
import { GpmSampler } from './gpm-sampler.ts';
import { gpmSupport } from './layouts.ts';
import type { Library } from './library.ts';
import { gapOf, mapReading, noData, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import { Scratch } from './scratch.ts';
import type { Handle, SymbolsOf } from './signatures.ts';
import { SystemReadings } from './system.ts';

/** A count beyond this is not believed: no host has as many GPUs. */
const mostDevices = 256;

/** Isotherm's fake library exports it, and no driver does. */
const markOfTheFake = 'isotherm_fake_nvml';

interface Held {
  readonly isClosed: boolean;
  close(): void;
}

/** An open library: a held resource. After `close` every reading is `unavailable` with code 1. */
export class Nvml {
  /** True when the library is Isotherm's fake, and its readings are invented. */
  readonly isSimulated: boolean;
  readonly system: SystemReadings;
  readonly #library: Library;
  readonly #scratch = new Scratch();
  readonly #held = new Set<Held>();
  #isClosed = false;

  /** `openNvml` makes these: the library is initialised by then. */
  constructor(library: Library) {
    this.#library = library;
    this.isSimulated = library.exports(markOfTheFake);
    this.system = new SystemReadings(library, this.#scratch);
  }

  deviceCount(): Reading<number> {
    const out = this.#scratch.words.fill(0);
    const code = this.#library.call('nvmlDeviceGetCount_v2')(out);
    if (code !== 0) return gapOf(code);
    const count = this.#scratch.word(0);
    return count > mostDevices ? noData() : valueOf(count);
  }

  /** By place, from 0. Places change with every boot: keep the UUID instead. */
  device(index: number): Reading<Device> {
    const call = this.#library.call('nvmlDeviceGetHandleByIndex_v2');
    return this.#deviceFrom(call(index, this.#blankHandle()));
  }

  /** Also the UUID of a MIG instance. */
  deviceByUuid(uuid: string): Reading<Device> {
    return this.#deviceBy('nvmlDeviceGetHandleByUUID', uuid);
  }

  /** As in `00000000:19:00.0`. */
  deviceByPciBusId(busId: string): Reading<Device> {
    return this.#deviceBy('nvmlDeviceGetHandleByPciBusId_v2', busId);
  }

  deviceBySerial(serial: string): Reading<Device> {
    return this.#deviceBy('nvmlDeviceGetHandleBySerial', serial);
  }

  createEventSet(): Reading<EventSet> {
    const created = this.#create('nvmlEventSetCreate');
    return mapReading(created, (handle) => this.#hold(new EventSet(this.#library, handle)));
  }

  /** `unknown` with code 3 where the GPU has no GPM. For an instance: its GPU, and its id. */
  createGpmSampler(
    device: Device,
    options: { readonly gpuInstanceId?: number } = {},
  ): Reading<GpmSampler> {
    const code = this.#askForGpm(device);
    if (code !== 0) return gapOf(code);
    const first = this.#create('nvmlGpmSampleAlloc');
    if (first.kind !== 'value') return first;
    const second = this.#create('nvmlGpmSampleAlloc');
    if (second.kind !== 'value') {
      this.#library.call('nvmlGpmSampleFree')(first.value);
      return second;
    }
    const target = { device, gpuInstanceId: options.gpuInstanceId ?? null };
    const samples = [first.value, second.value] as const;
    return valueOf(this.#hold(new GpmSampler(this.#library, target, samples)));
  }

  /** Twice is fine. Closes what was created here; a wait for events ends first. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const resource of this.#held) resource.close();
    const shutdown = this.#library.call('nvmlShutdown');
    this.#library.whenIdle(() => shutdown());
    this.#library.close();
  }

  #askForGpm(device: Device): number {
    const { record } = this.#scratch;
    const { at } = gpmSupport;
    record.writeUInt32LE(1, at.version);
    record.writeUInt32LE(0, at.isSupportedDevice);
    const code = this.#library.call('nvmlGpmQueryDeviceSupport')(device.handle, record);
    if (code !== 0) return code;
    return record.readUInt32LE(at.isSupportedDevice) === 0 ? nvmlReturn.notSupported : 0;
  }

  #deviceBy(symbol: SymbolsOf<'sp'>, name: string): Reading<Device> {
    return this.#deviceFrom(this.#library.call(symbol)(name, this.#blankHandle()));
  }

  #deviceFrom(code: number): Reading<Device> {
    const handle = this.#handleFrom(code);
    return mapReading(handle, (found) => new Device(this.#library, this.#scratch, found));
  }

  #create(symbol: SymbolsOf<'p'> & (`nvmlEvent${string}` | `nvmlGpm${string}`)): Reading<Handle> {
    return this.#handleFrom(this.#library.call(symbol)(this.#blankHandle()));
  }

  #blankHandle(): Buffer {
    return this.#scratch.record.fill(0, 0, 8);
  }

  /** A null handle would be dereferenced by the driver. */
  #handleFrom(code: number): Reading<Handle> {
    if (code !== 0) return gapOf(code);
    const handle = decodeHandle(this.#scratch.record, 0);
    return handle === 0 ? noData() : valueOf(handle);
  }

  #hold<Resource extends Held>(resource: Resource): Resource {
    for (const held of this.#held) if (held.isClosed) this.#held.delete(held);
    this.#held.add(resource);
    return resource;
  }
}
