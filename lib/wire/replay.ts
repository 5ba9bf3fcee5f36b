import type { Tags } from '#lib/model/sample.ts';

/**
 * A replay as docs/wire.md lays it out: one layout, then frames of one length in the order of time.
 * Runs in browsers and in Node.
 */
export interface ReplayLayout {
  /** Own tags and names of the place, in the order of every column. */
  readonly entities: readonly Tags[];
  readonly fields: readonly string[];
  /** Start of the first frame's bucket, epoch milliseconds. */
  readonly startMs: number;
  /** From one frame to the next; coarser than asked where only rollups remain. */
  readonly stepMs: number;
  /** How many follow. */
  readonly frames: number;
}

export interface ReplayFrame {
  /** Start of the bucket, epoch milliseconds. */
  readonly timeMs: number;
  /** One a field, one value an entity; NaN = gap. */
  readonly columns: readonly Float32Array[];
}

/** Bytes that are no replay of this version. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/** "IRP" and the version. */
const magic = 0x01_50_52_49;
const headerBytes = 8;
const timeBytes = 8;
/** A layout of 100,000 series has about 30 MB. */
const maxLayoutBytes = 128 * 1024 * 1024;

export function encodeReplayLayout(layout: ReplayLayout): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(layout));
  const length = padded(text.length);
  const bytes = new Uint8Array(headerBytes + length).fill(0x20);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, magic, true);
  header.setUint32(4, length, true);
  bytes.set(text, headerBytes);
  return bytes;
}

export function replayFrameBytes({ entities, fields }: ReplayLayout): number {
  return timeBytes + padded(entities.length * fields.length * 4);
}

/**
 * Room for `count` frames beginning with frame `first`, their times written and every value a gap,
 * and the columns of each frame to be filled in.
 */
export function allocateReplayFrames(
  layout: ReplayLayout,
  first: number,
  count: number,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly frames: ReplayFrame[] } {
  const length = replayFrameBytes(layout);
  const bytes = new Uint8Array(length * count);
  const frames = Array.from({ length: count }, (_, index) => {
    const timeMs = layout.startMs + (first + index) * layout.stepMs;
    new Float64Array(bytes.buffer, index * length, 1)[0] = timeMs;
    const columns = columnsAt(layout, bytes.buffer, index * length + timeBytes);
    for (const column of columns) column.fill(Number.NaN);
    return { timeMs, columns };
  });
  return { bytes, frames };
}

/** Puts a stream's chunks, however they were cut, together to a layout and frames. */
export class ReplayReader {
  #layout: ReplayLayout | null = null;
  #frameBytes = 0;
  /** What was left of the chunks so far. */
  #rest = new Uint8Array(0);
  #read = 0;

  /** Null until it has arrived. */
  get layout(): ReplayLayout | null {
    return this.#layout;
  }

  /** True once every frame that the layout announced has been read. */
  get isComplete(): boolean {
    return this.#layout !== null && this.#read === this.#layout.frames;
  }

  /**
   * The frames that the chunk completed, as views into a buffer of their own.
   *
   * @throws ReplayError when the bytes are no replay of this version
   */
  push(chunk: Uint8Array): ReplayFrame[] {
    let bytes = joined(this.#rest, chunk);
    if (!this.#layout) {
      const end = layoutEnd(bytes);
      if (end === null) {
        this.#rest = bytes;
        return [];
      }
      this.#layout = parseLayout(bytes.subarray(headerBytes, end));
      this.#frameBytes = replayFrameBytes(this.#layout);
      bytes = bytes.slice(end);
    }
    return this.#take(this.#layout, bytes);
  }

  #take(layout: ReplayLayout, bytes: Uint8Array<ArrayBuffer>): ReplayFrame[] {
    const count = Math.floor(bytes.length / this.#frameBytes);
    if (this.#read + count > layout.frames) {
      throw new ReplayError(`read replay: more than the ${layout.frames} frames it announced`);
    }
    this.#read += count;
    this.#rest = bytes.slice(count * this.#frameBytes);
    return Array.from({ length: count }, (_, index) => {
      const at = bytes.byteOffset + index * this.#frameBytes;
      const timeMs = new Float64Array(bytes.buffer, at, 1)[0] ?? Number.NaN;
      return { timeMs, columns: columnsAt(layout, bytes.buffer, at + timeBytes) };
    });
  }
}

function columnsAt(layout: ReplayLayout, buffer: ArrayBuffer, at: number): Float32Array[] {
  const rows = layout.entities.length;
  return layout.fields.map((_, field) => new Float32Array(buffer, at + field * rows * 4, rows));
}

/** Null while it has not arrived whole. */
function layoutEnd(bytes: Uint8Array): number | null {
  if (bytes.length < headerBytes) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = header.getUint32(4, true);
  if (header.getUint32(0, true) !== magic || length % 8 !== 0 || length > maxLayoutBytes) {
    throw new ReplayError('read replay: it is not a replay of version 1');
  }
  return bytes.length < headerBytes + length ? null : headerBytes + length;
}

/** The server wrote it in this version; what is cut off or not JSON is refused. */
function parseLayout(bytes: Uint8Array): ReplayLayout {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as ReplayLayout;
  } catch (cause) {
    throw new ReplayError('read replay: its layout is not JSON', { cause });
  }
}

/** A fresh buffer that begins with `rest`, so that frames lie at multiples of 8 bytes. */
function joined(rest: Uint8Array, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(rest.length + chunk.length);
  bytes.set(rest);
  bytes.set(chunk, rest.length);
  return bytes;
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
