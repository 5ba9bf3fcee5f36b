import type { Device } from './device.ts';
import type { Reading } from './reading.ts';

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

/** A held resource: what happens to the devices registered with it, from then on. */
export class EventSet {
  /** Asks for those of the wanted types that the device supports; the value says which. */
  register(_device: Device, _wanted: number): Reading<number> {
    throw new Error('register events: not written yet');
  }

  /** The next event, or null when none came within the time (at most 1000 ms). */
  wait(_timeoutMs: number): Promise<Reading<NvmlEvent | null>> {
    throw new Error('wait for events: not written yet');
  }

  /** A wait in progress ends first, and answers as always. */
  close(): void {
    throw new Error('close event set: not written yet');
  }
}
