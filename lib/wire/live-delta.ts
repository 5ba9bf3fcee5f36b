import { beginMessage, checkLength, FrameError, readHeader } from './frame-header.ts';
import type { LiveFrame } from './live-frame.ts';

/**
 * What has changed from one frame to the next, as docs/wire.md lays it out: the places of the
 * entities that have reported, and all that a frame has of them. Runs in browsers and in Node.
 */
export interface LiveDelta extends LiveFrame {
  /** Entities of the frame that it changes, which has the number before its own. */
  readonly entities: number;
  /** Where in that frame each of its rows goes. */
  readonly places: Uint32Array;
}

/** The whole picture, and the places in it that have changed. */
export interface DeltaSource {
  readonly id: string;
  readonly layout: number;
  readonly seq: number;
  readonly timeMs: number;
  readonly sampleTimesMs: Float64Array;
  readonly columns: readonly (Float32Array | Float64Array)[];
  readonly places: Int32Array;
}

export function encodeDelta(source: DeltaSource): Uint8Array<ArrayBuffer> {
  const { id, layout, seq, timeMs, sampleTimesMs, columns, places } = source;
  const [rows, fields, entities] = [places.length, columns.length, sampleTimesMs.length];
  const { bytes, bodyStart } = beginMessage(
    { kind: 'delta', id, layout, seq, timeMs, rows, fields, entities },
    deltaBodyBytes(rows, fields),
  );
  gather(sampleTimesMs, places, new Float64Array(bytes.buffer, bodyStart, rows));
  for (const [index, column] of columns.entries()) {
    const start = bodyStart + rows * 8 + index * rows * 4;
    gather(column, places, new Float32Array(bytes.buffer, start, rows));
  }
  new Uint32Array(bytes.buffer, bytes.byteLength - rows * 4, rows).set(places);
  return bytes;
}

/**
 * The delta as views into `message` where that begins at a multiple of 8 bytes.
 *
 * @throws FrameError when the bytes are not a whole delta of this version
 */
export function decodeDelta(message: ArrayBuffer | Uint8Array): LiveDelta {
  const read = readHeader(message);
  const { header, bytes, bodyStart } = read;
  const { kind, rows, fields, entities, ...mark } = header;
  if (kind !== 'delta') throw new FrameError('decode delta: it is a whole frame');
  checkLength(read, deltaBodyBytes(rows, fields));
  const start = bytes.byteOffset + bodyStart;
  const columnsStart = start + rows * 8;
  const places = new Uint32Array(bytes.buffer, columnsStart + fields * rows * 4, rows);
  if (places.some((place) => place >= entities)) {
    throw new FrameError(`decode delta: it changes an entity beyond the ${entities} of its frame`);
  }
  return {
    ...mark,
    entities,
    sampleTimesMs: new Float64Array(bytes.buffer, start, rows),
    columns: Array.from(
      { length: fields },
      (_, index) => new Float32Array(bytes.buffer, columnsStart + index * rows * 4, rows),
    ),
    places,
  };
}

/** Brings the values of the frame before up to date. Both have the same layout. */
export function applyDelta(
  { places, sampleTimesMs, columns }: Pick<LiveDelta, 'places' | 'sampleTimesMs' | 'columns'>,
  frame: Pick<LiveFrame, 'sampleTimesMs' | 'columns'>,
): void {
  scatter(sampleTimesMs, places, frame.sampleTimesMs);
  for (const [index, column] of columns.entries()) {
    const target = frame.columns[index];
    if (target) scatter(column, places, target);
  }
}

/** Bytes after the header of a delta. */
export function deltaBodyBytes(rows: number, fields: number): number {
  return rows * (8 + fields * 4 + 4);
}

type Numbers = Float32Array | Float64Array;

function gather(from: Numbers, places: Int32Array, to: Numbers): void {
  for (let row = 0; row < places.length; row += 1) to[row] = from[places[row] ?? 0] ?? Number.NaN;
}

function scatter(from: Numbers, places: Uint32Array, to: Numbers): void {
  for (let row = 0; row < places.length; row += 1) to[places[row] ?? 0] = from[row] ?? Number.NaN;
}
