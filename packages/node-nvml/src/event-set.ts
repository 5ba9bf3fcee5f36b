import { decodeHandle, decodeLong, decodeWordOrNull } from './decode.ts';
import type { Device } from './device.ts';
import { eventData } from './layouts.ts';
import type { Library } from './library.ts';
import { gapOf, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type { Handle } from './signatures.ts';

export interface NvmlEvent {
  /** Null for a device that was not registered here. */
  readonly device: Device | null;
  /** One bit of `eventType`. */
  readonly type: number;
  /** The Xid of an `xidCriticalError`. */
  readonly data: number;
  readonly gpuInstanceId: number | null;
  readonly computeInstanceId: number | null;
}

/** A wait holds a thread of the pool, of which Node has four: it has to come back soon. */
const longestWaitMs = 1000;

/** A held resource: what happens to the devices registered with it, from then on. */
export class EventSet {
  readonly #library: Library;
  readonly #handle: Handle;
  readonly #devices = new Map<Handle, Device>();
  /** Large enough that its bytes lie outside the moving heap while a thread writes them. */
  readonly #data = Buffer.alloc(256);
  #isWaiting = false;
  #isClosed = false;

  constructor(library: Library, handle: Handle) {
    this.#library = library;
    this.#handle = handle;
  }

  /** Asks for those of the wanted types that the device supports; the value says which. */
  register(device: Device, wanted: number): Reading<number> {
    if (this.#isClosed) return gapOf(nvmlReturn.uninitialized);
    const supported = device.supportedEventTypes();
    if (supported.kind !== 'value') return supported;
    const types = BigInt(wanted) & BigInt(supported.value);
    if (types === 0n) return gapOf(nvmlReturn.notSupported);
    const call = this.#library.call('nvmlDeviceRegisterEvents');
    const code = call(device.handle, types, this.#handle);
    if (code !== 0) return gapOf(code);
    this.#devices.set(device.handle, device);
    return valueOf(Number(types));
  }

  /**
   * The next event, or null when none came within the time (at most 1000 ms). The event loop goes
   * on meanwhile. One wait at a time.
   */
  async wait(timeoutMs: number): Promise<Reading<NvmlEvent | null>> {
    if (this.#isWaiting) throw new Error('wait for gpu events: a wait is in progress');
    if (this.#isClosed) return gapOf(nvmlReturn.uninitialized);
    this.#isWaiting = true;
    try {
      this.#data.fill(0);
      const timeout = Math.max(0, Math.min(longestWaitMs, Math.trunc(timeoutMs)));
      const code = await this.#library.callAsync(
        'nvmlEventSetWait_v2',
        this.#handle,
        this.#data,
        timeout,
      );
      if (code === nvmlReturn.timeout) return valueOf(null);
      return code === 0 ? valueOf(this.#decode()) : gapOf(code);
    } finally {
      this.#isWaiting = false;
    }
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Twice is fine. A wait in progress ends first, and answers as always. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const free = this.#library.call('nvmlEventSetFree');
    this.#library.whenIdle(() => free(this.#handle));
  }

  #decode(): NvmlEvent {
    const { at } = eventData;
    const data = this.#data;
    return {
      // The handle is only compared: what a driver writes here is never handed back to it.
      device: this.#devices.get(decodeHandle(data, at.device)) ?? null,
      type: decodeLong(data, at.eventType),
      data: decodeLong(data, at.eventData),
      gpuInstanceId: decodeWordOrNull(data, at.gpuInstanceId),
      computeInstanceId: decodeWordOrNull(data, at.computeInstanceId),
    };
  }
}
