import { blankWord } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import type { EngineUtilization, Utilization } from './shapes.ts';
import type { SymbolsOf } from './signatures.ts';
import { ratioOf, secondsOfMicroseconds } from './units.ts';

export class LoadReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  /** Share of time with a kernel running, with memory being accessed. Not offered under MIG. */
  utilization(): Reading<Utilization> {
    const { scratch, handle } = this.#calls;
    const out = scratch.blankWords();
    const code = this.#calls.call('nvmlDeviceGetUtilizationRates')(handle, out);
    if (code !== 0) return gapOf(code);
    const [gpu = blankWord, memory = blankWord] = out;
    if (gpu === blankWord || memory === blankWord) return noData();
    return valueOf({ gpuRatio: ratioOf(gpu), memoryRatio: ratioOf(memory) });
  }

  encoder(): Reading<EngineUtilization> {
    return this.#engine('nvmlDeviceGetEncoderUtilization');
  }

  decoder(): Reading<EngineUtilization> {
    return this.#engine('nvmlDeviceGetDecoderUtilization');
  }

  #engine(symbol: SymbolsOf<'dpp'>): Reading<EngineUtilization> {
    const { scratch, handle } = this.#calls;
    const code = this.#calls.call(symbol)(handle, scratch.blankWords(), scratch.second);
    if (code !== 0) return gapOf(code);
    const percent = scratch.word(0);
    if (percent === blankWord) return noData();
    const samplingPeriodSeconds = secondsOfMicroseconds(scratch.word(1));
    return valueOf({ ratio: ratioOf(percent), samplingPeriodSeconds });
  }
}
