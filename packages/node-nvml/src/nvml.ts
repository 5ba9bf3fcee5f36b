import type { Device } from './device.ts';
import type { EventSet } from './event-set.ts';
import type { GpmSampler } from './gpm-sampler.ts';
import type { Reading } from './reading.ts';
import type { ConfidentialCompute } from './shapes.ts';

/** An open library: a held resource. After `close` every reading is `unavailable` with code 1. */
export class Nvml {
  /** True when the library is Isotherm's fake, and its readings are invented. */
  get isSimulated(): boolean {
    throw new Error('not written yet');
  }

  driverVersion(): Reading<string> {
    throw new Error('not written yet');
  }

  nvmlVersion(): Reading<string> {
    throw new Error('not written yet');
  }

  /** As in `13.0`. */
  cudaVersion(): Reading<string> {
    throw new Error('not written yet');
  }

  confidentialCompute(): Reading<ConfidentialCompute> {
    throw new Error('not written yet');
  }

  /** True when the GPUs accept work in confidential mode. */
  confidentialComputeReady(): Reading<boolean> {
    throw new Error('not written yet');
  }

  processName(_pid: number): Reading<string> {
    throw new Error('not written yet');
  }

  deviceCount(): Reading<number> {
    throw new Error('not written yet');
  }

  device(_index: number): Reading<Device> {
    throw new Error('not written yet');
  }

  deviceByUuid(_uuid: string): Reading<Device> {
    throw new Error('not written yet');
  }

  deviceByPciBusId(_busId: string): Reading<Device> {
    throw new Error('not written yet');
  }

  deviceBySerial(_serial: string): Reading<Device> {
    throw new Error('not written yet');
  }

  createEventSet(): Reading<EventSet> {
    throw new Error('not written yet');
  }

  /** `unknown` with code 3 where the GPU has no GPM. For an instance: the parent and its id. */
  createGpmSampler(
    _device: Device,
    _options?: { readonly gpuInstanceId?: number },
  ): Reading<GpmSampler> {
    throw new Error('not written yet');
  }

  /** Twice is fine. */
  close(): void {
    throw new Error('not written yet');
  }
}
