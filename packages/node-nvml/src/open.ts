import { Library } from './library.ts';
import { Nvml } from './nvml.ts';
import { gapOf, type Unavailable } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';

export interface OpenOptions {
  /** Path or soname; `libnvidia-ml.so.1` unless given. */
  readonly library?: string;
}

export type OpenedNvml = { readonly kind: 'open'; readonly nvml: Nvml } | Unavailable;

/**
 * Loads the library and initialises it. A host without a driver is an answer, not an error.
 * After code 18 (a driver upgrade) only a new process can succeed: the old library stays mapped.
 */
export function openNvml(options: OpenOptions = {}): OpenedNvml {
  const path = options.library ?? 'libnvidia-ml.so.1';
  const library = load(path);
  if (!(library instanceof Library)) return library;
  if (!library.exports('nvmlInit_v2')) {
    return unavailable(nvmlReturn.functionNotFound, `load ${path}: not a library of NVML`);
  }
  const code = library.call('nvmlInit_v2')();
  if (code !== 0) return unavailable(code, `initialise ${path}: ${gapOf(code).reason}`);
  return { kind: 'open', nvml: new Nvml(library) };
}

function load(path: string): Library | Unavailable {
  try {
    return new Library(path);
  } catch (error) {
    const fact = error instanceof Error ? error.message : String(error);
    return unavailable(nvmlReturn.libraryNotFound, `load ${path}: ${fact}`);
  }
}

function unavailable(code: number, reason: string): Unavailable {
  return { kind: 'unavailable', code, reason };
}
