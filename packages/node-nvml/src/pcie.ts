import type { PcieCounter } from './choices.ts';
import type { DeviceCalls } from './device-calls.ts';
import type { Reading } from './reading.ts';
import { bytesOfKibibytes } from './units.ts';

/** The bus. Bytes and errors since load are fields 197 and 198, 173 to 183. */
export class PcieReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  generation(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetCurrPcieLinkGeneration');
  }

  /** What GPU and slot can do together. */
  maxGeneration(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetMaxPcieLinkGeneration');
  }

  /** What the GPU could do in a better slot. */
  gpuMaxGeneration(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetGpuMaxPcieLinkGeneration');
  }

  width(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetCurrPcieLinkWidth');
  }

  maxWidth(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetMaxPcieLinkWidth');
  }

  /** Bytes a second, measured over 20 ms, for which the call blocks. */
  throughput(counter: PcieCounter): Reading<number> {
    return this.#calls.wordOf('nvmlDeviceGetPcieThroughput', counter, bytesOfKibibytes);
  }

  /** Packets sent again. */
  replays(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetPcieReplayCounter');
  }
}
