import { readHeader } from '#lib/wire/frame-header.ts';
import { decodeDelta } from '#lib/wire/live-delta.ts';
import { decodeFrame } from '#lib/wire/live-frame.ts';

/** Frames of which the samples are remembered for viewers that get them later. */
const kept = 128;

/**
 * When the samples were pushed that a frame shows and the one before did not. It is worked out once
 * a frame and not once a viewer, so that looking does not cost more than what is looked at.
 */
export class NewSamples {
  readonly #pushedMs = new Map<number, readonly number[]>();
  #times: Float64Array | null = null;
  #layout = -1;
  #newestSeq = -1;

  get newestSeq(): number {
    return this.#newestSeq;
  }

  /** Moments at which the samples were pushed; none for the first frame of a layout. */
  read(seq: number, bytes: Uint8Array): readonly number[] {
    const known = this.#pushedMs.get(seq);
    if (known) return known;
    const pushed = this.#compare(bytes);
    this.#pushedMs.set(seq, pushed);
    this.#newestSeq = Math.max(this.#newestSeq, seq);
    this.#pushedMs.delete(seq - kept);
    return pushed;
  }

  #compare(bytes: Uint8Array): number[] {
    if (readHeader(bytes).header.kind === 'delta') return this.#follow(bytes);
    const { layout, sampleTimesMs } = decodeFrame(bytes);
    const before = layout === this.#layout ? this.#times : null;
    this.#layout = layout;
    this.#times = Float64Array.from(sampleTimesMs);
    if (!before) return [];
    return Array.from(sampleTimesMs).filter((time, row) => time > (before[row] ?? 0));
  }

  #follow(bytes: Uint8Array): number[] {
    const { places, sampleTimesMs } = decodeDelta(bytes);
    for (const [row, place] of places.entries()) {
      if (this.#times) this.#times[place] = sampleTimesMs[row] ?? Number.NaN;
    }
    return Array.from(sampleTimesMs);
  }
}

/** The frame's number, where docs/wire.md has it. */
export function seqOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat64(8, true);
}
