import type { Nvml } from './nvml.ts';
import type { Unavailable } from './reading.ts';

export interface OpenOptions {
  /** Path or soname; `libnvidia-ml.so.1` unless given. */
  readonly library?: string;
}

export type OpenedNvml = { readonly kind: 'open'; readonly nvml: Nvml } | Unavailable;

/** Loads the library and initialises it. A host without a driver is an answer, not an error. */
export function openNvml(_options: OpenOptions = {}): OpenedNvml {
  throw new Error('open nvml: not written yet');
}
