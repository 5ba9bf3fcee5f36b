import type { Device, GpmSampler, Nvml } from '#node-nvml';
import type { Support } from './support.ts';

/** Activity of a GPU's units: a sampler opened when it is first wanted. */
export class GpmReader {
  readonly #open: () => GpmSampler | null;
  readonly #support: Support;
  #sampler: GpmSampler | null = null;

  constructor(nvml: Nvml, device: Device, support: Support, gpuInstanceId?: number) {
    const options = gpuInstanceId === undefined ? {} : { gpuInstanceId };
    this.#support = support;
    this.#open = () => support.read('gpm', () => nvml.createGpmSampler(device, options));
  }

  /** Values for the time since the round before, by metric. */
  read(metrics: readonly number[]): ReadonlyMap<number, number> | null {
    this.#sampler ??= this.#open();
    const sampler = this.#sampler;
    if (!sampler) return null;
    const readings = this.#support.read('gpm metrics', () => sampler.metrics(metrics));
    if (!readings) return null;
    const values = new Map<number, number>();
    for (const [metric, reading] of readings) {
      if (reading.kind === 'value') values.set(metric, reading.value);
    }
    return values;
  }

  close(): void {
    this.#sampler?.close();
    this.#sampler = null;
  }
}
