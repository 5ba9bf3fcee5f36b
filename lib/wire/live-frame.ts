import { beginMessage, checkLength, FrameError, readHeader } from './frame-header.ts';

export { FrameError } from './frame-header.ts';

/**
 * Binary frames of the live stream, as docs/wire.md lays them out: a header, the time of each
 * entity's newest sample, then one Float32 column a field. Runs in browsers and in Node.
 */
export interface LiveFrame {
  /** The subscription, named by its client. */
  readonly id: string;
  /** The layout whose entities and fields the frame carries. */
  readonly layout: number;
  readonly seq: number;
  /** Epoch milliseconds at which the frame was made. */
  readonly timeMs: number;
  /** Epoch milliseconds of each entity's newest sample. */
  readonly sampleTimesMs: Float64Array;
  /** One a field, one value an entity; NaN = gap. */
  readonly columns: readonly Float32Array[];
}

/** What a frame is made from: columns may be kept in any precision. */
export interface FrameSource extends Omit<LiveFrame, 'sampleTimesMs' | 'columns'> {
  readonly sampleTimesMs: ArrayLike<number>;
  readonly columns: readonly ArrayLike<number>[];
}

/** @throws FrameError when a column is not as long as there are entities. */
export function encodeFrame(frame: FrameSource): Uint8Array<ArrayBuffer> {
  const { id, layout, seq, timeMs, sampleTimesMs, columns } = frame;
  const rows = sampleTimesMs.length;
  const { bytes, bodyStart } = beginMessage(
    { kind: 'frame', id, layout, seq, timeMs, rows, fields: columns.length, entities: 0 },
    frameBodyBytes(rows, columns.length),
  );
  new Float64Array(bytes.buffer, bodyStart, rows).set(sampleTimesMs);
  for (const [index, column] of columns.entries()) {
    if (column.length !== rows) {
      throw new FrameError(`encode frame: column ${index} has ${column.length} of ${rows} values`);
    }
    const start = bodyStart + rows * 8 + index * rows * 4;
    new Float32Array(bytes.buffer, start, rows).set(column);
  }
  return bytes;
}

/**
 * The frame as views into `message` where that begins at a multiple of 8 bytes.
 *
 * @throws FrameError when the bytes are not a whole frame of this version
 */
export function decodeFrame(message: ArrayBuffer | Uint8Array): LiveFrame {
  const read = readHeader(message);
  const { header, bytes, bodyStart } = read;
  const { kind, id, layout, seq, timeMs, rows, fields } = header;
  if (kind !== 'frame') throw new FrameError('decode frame: it is a delta');
  checkLength(read, frameBodyBytes(rows, fields));
  const start = bytes.byteOffset + bodyStart;
  return {
    id,
    layout,
    seq,
    timeMs,
    sampleTimesMs: new Float64Array(bytes.buffer, start, rows),
    columns: Array.from(
      { length: fields },
      (_, index) => new Float32Array(bytes.buffer, start + rows * 8 + index * rows * 4, rows),
    ),
  };
}

/** Bytes after the header of a frame. */
export function frameBodyBytes(entities: number, fields: number): number {
  return entities * (8 + fields * 4);
}
