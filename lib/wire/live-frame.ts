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

/** Bytes that are not a frame of this version. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** "ILF" and the version. */
const magic = 0x01_46_4c_49;
const headerBytes = 40;

/** @throws FrameError when a column is not as long as there are entities. */
export function encodeFrame(frame: FrameSource): Uint8Array<ArrayBuffer> {
  const id = new TextEncoder().encode(frame.id);
  const rows = frame.sampleTimesMs.length;
  const timesStart = headerBytes + padded(id.length);
  const columnsStart = timesStart + rows * 8;
  const buffer = new ArrayBuffer(columnsStart + frame.columns.length * rows * 4);
  const header = new DataView(buffer);
  header.setUint32(0, magic, true);
  header.setUint32(4, frame.layout, true);
  header.setFloat64(8, frame.seq, true);
  header.setFloat64(16, frame.timeMs, true);
  header.setUint32(24, rows, true);
  header.setUint32(28, frame.columns.length, true);
  header.setUint32(32, id.length, true);
  const bytes = new Uint8Array(buffer);
  bytes.set(id, headerBytes);
  new Float64Array(buffer, timesStart, rows).set(frame.sampleTimesMs);
  for (const [index, column] of frame.columns.entries()) {
    if (column.length !== rows) {
      throw new FrameError(`encode frame: column ${index} has ${column.length} of ${rows} values`);
    }
    new Float32Array(buffer, columnsStart + index * rows * 4, rows).set(column);
  }
  return bytes;
}

/**
 * The frame as views into `message`, which is copied only when it does not begin at a multiple of
 * 8 bytes (a Node socket may hand out such a slice, a browser never does).
 *
 * @throws FrameError when the bytes are not a whole frame of this version
 */
export function decodeFrame(message: ArrayBuffer | Uint8Array): LiveFrame {
  const bytes = aligned(message);
  const { buffer, byteOffset, byteLength } = bytes;
  const header = new DataView(buffer, byteOffset, byteLength);
  if (byteLength < headerBytes || header.getUint32(0, true) !== magic) {
    throw new FrameError('decode frame: it is not a live frame of version 1');
  }
  const rows = header.getUint32(24, true);
  const columnCount = header.getUint32(28, true);
  const idLength = header.getUint32(32, true);
  const timesStart = headerBytes + padded(idLength);
  const columnsStart = timesStart + rows * 8;
  const expected = columnsStart + columnCount * rows * 4;
  if (byteLength !== expected) {
    throw new FrameError(`decode frame: it has ${byteLength} bytes where it says ${expected}`);
  }
  if (rows === 0 && columnCount > maxEmptyColumns) {
    throw new FrameError(`decode frame: it has ${columnCount} columns and no entity`);
  }
  return {
    id: new TextDecoder().decode(bytes.subarray(headerBytes, headerBytes + idLength)),
    layout: header.getUint32(4, true),
    seq: header.getFloat64(8, true),
    timeMs: header.getFloat64(16, true),
    sampleTimesMs: new Float64Array(buffer, byteOffset + timesStart, rows),
    columns: Array.from(
      { length: columnCount },
      (_, index) => new Float32Array(buffer, byteOffset + columnsStart + index * rows * 4, rows),
    ),
  };
}

/** Columns without rows take no bytes, so the length alone would not bound their number. */
const maxEmptyColumns = 64;

function aligned(message: ArrayBuffer | Uint8Array): Uint8Array {
  if (!(message instanceof Uint8Array)) return new Uint8Array(message);
  return message.byteOffset % 8 === 0 ? message : message.slice();
}

/** Keeps what follows at a multiple of 8 bytes. */
function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
