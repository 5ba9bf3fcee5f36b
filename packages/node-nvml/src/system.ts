import { blank, decodeText } from './decode.ts';
import { confComputeSystemState, systemConfComputeSettings } from './layouts.ts';
import type { Library } from './library.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type { Scratch } from './scratch.ts';
import type { ConfidentialCompute } from './shapes.ts';
import type { SymbolsOf } from './signatures.ts';

/** What the driver tells of the host rather than of one GPU. */
export class SystemReadings {
  readonly #library: Library;
  readonly #scratch: Scratch;

  constructor(library: Library, scratch: Scratch) {
    this.#library = library;
    this.#scratch = scratch;
  }

  driverVersion(): Reading<string> {
    return this.#version('nvmlSystemGetDriverVersion');
  }

  nvmlVersion(): Reading<string> {
    return this.#version('nvmlSystemGetNVMLVersion');
  }

  /** The newest CUDA that the driver runs, as in `13.0`. */
  cudaVersion(): Reading<string> {
    const out = this.#scratch.words.fill(0);
    const code = this.#library.call('nvmlSystemGetCudaDriverVersion_v2')(out);
    if (code !== 0) return gapOf(code);
    const version = this.#scratch.word(0) | 0;
    if (version <= 0) return noData();
    return valueOf(`${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`);
  }

  confidentialCompute(): Reading<ConfidentialCompute> {
    const { at } = systemConfComputeSettings;
    const record = blank(this.#scratch.record, systemConfComputeSettings);
    const code = this.#library.call('nvmlSystemGetConfComputeSettings')(record);
    if (code === nvmlReturn.functionNotFound || code === nvmlReturn.argumentVersionMismatch) {
      return this.#confidentialComputeState();
    }
    if (code !== 0) return gapOf(code);
    return valueOf({
      environment: record.readUInt32LE(at.environment),
      feature: record.readUInt32LE(at.ccFeature),
      devToolsMode: record.readUInt32LE(at.devToolsMode),
      multiGpuMode: record.readUInt32LE(at.multiGpuMode),
    });
  }

  /** True when the GPUs accept work in confidential mode. */
  confidentialComputeReady(): Reading<boolean> {
    const out = this.#scratch.words.fill(0);
    const code = this.#library.call('nvmlSystemGetConfComputeGpusReadyState')(out);
    return code === 0 ? valueOf(this.#scratch.word(0) !== 0) : gapOf(code);
  }

  /** The name of a process on a GPU; another user's needs permission. */
  processName(pid: number): Reading<string> {
    const { record } = this.#scratch;
    record[0] = 0;
    const code = this.#library.call('nvmlSystemGetProcessName')(pid, record, record.length);
    return this.#text(code, record.length);
  }

  #confidentialComputeState(): Reading<ConfidentialCompute> {
    const { at } = confComputeSystemState;
    const record = blank(this.#scratch.record, confComputeSystemState);
    const code = this.#library.call('nvmlSystemGetConfComputeState')(record);
    if (code !== 0) return gapOf(code);
    return valueOf({
      environment: record.readUInt32LE(at.environment),
      feature: record.readUInt32LE(at.ccFeature),
      devToolsMode: record.readUInt32LE(at.devToolsMode),
      multiGpuMode: null,
    });
  }

  #version(symbol: SymbolsOf<'pu'>): Reading<string> {
    const { record } = this.#scratch;
    record[0] = 0;
    return this.#text(this.#library.call(symbol)(record, 80), 80);
  }

  #text(code: number, length: number): Reading<string> {
    if (code !== 0) return gapOf(code);
    const text = decodeText(this.#scratch.record, 0, length);
    return text === '' ? noData() : valueOf(text);
  }
}
