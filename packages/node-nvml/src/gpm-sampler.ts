import type { Reading } from './reading.ts';

/** A held resource: activity of the GPU's units between two polls (Hopper and newer). */
export class GpmSampler {
  /**
   * Takes a sample and answers for the time since the one before: `unknown` with code 27 at the
   * first call. Polls should be 100 ms apart or more. Base units: percent as ratio, MiB as bytes.
   */
  metrics(_ids: readonly number[]): Reading<ReadonlyMap<number, Reading<number>>> {
    throw new Error('read gpm metrics: not written yet');
  }

  close(): void {
    throw new Error('close gpm sampler: not written yet');
  }
}
