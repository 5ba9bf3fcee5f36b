import { isPlausible } from './decode.ts';
import type { Device } from './device.ts';
import { gpmInBaseUnits } from './gpm-units.ts';
import { gpmMetric, gpmMetricsGet } from './layouts.ts';
import type { Library } from './library.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type { Handle } from './signatures.ts';

/** The header's array grew from 98 to 333 entries; a driver may write as far as its own reaches. */
const mostMetrics = 400;

export interface GpmTarget {
  readonly device: Device;
  /** Set for an instance of a GPU that is split by MIG. */
  readonly gpuInstanceId: number | null;
}

/** A held resource: activity of the GPU's units between two polls (Hopper and newer). */
export class GpmSampler {
  readonly #library: Library;
  readonly #target: GpmTarget;
  readonly #request = Buffer.alloc(gpmMetricsGet.size + mostMetrics * gpmMetric.size);
  #previous: Handle;
  #newest: Handle;
  #hasPrevious = false;
  #isClosed = false;

  constructor(library: Library, target: GpmTarget, samples: readonly [Handle, Handle]) {
    this.#library = library;
    this.#target = target;
    [this.#previous, this.#newest] = samples;
  }

  /**
   * Takes a sample and answers for the time since the one before: `unknown` with code 27 at the
   * first call. Polls should be 100 ms apart or more. Base units: percent as ratio, MiB as bytes.
   */
  metrics(ids: readonly number[]): Reading<ReadonlyMap<number, Reading<number>>> {
    if (ids.length > mostMetrics) {
      throw new RangeError(`read gpm metrics: ${ids.length} ids, at most ${mostMetrics}`);
    }
    if (this.#isClosed) return gapOf(nvmlReturn.uninitialized);
    const code = this.#takeSample();
    if (code !== 0) {
      this.#hasPrevious = false;
      return gapOf(code);
    }
    const metrics = this.#hasPrevious ? this.#compare(ids) : gapOf(nvmlReturn.notReady);
    [this.#previous, this.#newest] = [this.#newest, this.#previous];
    this.#hasPrevious = true;
    return metrics;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Twice is fine. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const free = this.#library.call('nvmlGpmSampleFree');
    free(this.#previous);
    free(this.#newest);
  }

  #takeSample(): number {
    const { device, gpuInstanceId } = this.#target;
    if (gpuInstanceId === null) {
      return this.#library.call('nvmlGpmSampleGet')(device.handle, this.#newest);
    }
    const call = this.#library.call('nvmlGpmMigSampleGet');
    return call(device.handle, gpuInstanceId, this.#newest);
  }

  #compare(ids: readonly number[]): Reading<ReadonlyMap<number, Reading<number>>> {
    const { at, size } = gpmMetricsGet;
    const request = this.#request;
    request.fill(0, 0, size + ids.length * gpmMetric.size);
    // This version is 1 and no size, unlike in all other structs.
    request.writeUInt32LE(1, at.version);
    request.writeUInt32LE(ids.length, at.numMetrics);
    request.writeBigUInt64LE(BigInt(this.#previous), at.sample1);
    request.writeBigUInt64LE(BigInt(this.#newest), at.sample2);
    for (const [index, id] of ids.entries()) {
      const start = size + index * gpmMetric.size;
      request.writeUInt32LE(id, start + gpmMetric.at.metricId);
      request.writeInt32LE(nvmlReturn.noData, start + gpmMetric.at.nvmlReturn);
    }
    const code = this.#library.call('nvmlGpmMetricsGet')(request);
    if (code !== 0) return gapOf(code);
    const readings = ids.map((id, index): [number, Reading<number>] => [
      id,
      decodeGpmMetric(request, size + index * gpmMetric.size, id),
    ]);
    return valueOf(new Map(readings));
  }
}

export function decodeGpmMetric(bytes: Buffer, start: number, id: number): Reading<number> {
  const code = bytes.readInt32LE(start + gpmMetric.at.nvmlReturn);
  if (code !== 0) return gapOf(code);
  const value = bytes.readDoubleLE(start + gpmMetric.at.value);
  return isPlausible(value) ? valueOf(gpmInBaseUnits(id, value)) : noData();
}
