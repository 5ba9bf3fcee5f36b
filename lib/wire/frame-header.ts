/** What frames and deltas of the live stream begin with, as docs/wire.md lays it out. */
export interface FrameHeader {
  readonly kind: 'frame' | 'delta';
  /** The subscription, named by its client. */
  readonly id: string;
  /** The layout whose entities and fields the message carries. */
  readonly layout: number;
  readonly seq: number;
  /** Epoch milliseconds at which the frame was made. */
  readonly timeMs: number;
  /** Entities that the message has values of. */
  readonly rows: number;
  readonly fields: number;
  /** Of a delta: entities of the frame that it changes. */
  readonly entities: number;
}

/** Bytes that are not a message of this version. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** "ILF" and the version; "ILD" for deltas. */
const magic = { frame: 0x01_46_4c_49, delta: 0x01_44_4c_49 } as const;
const headerBytes = 40;
const idEncoder = new TextEncoder();
const idDecoder = new TextDecoder();

/** A message of that length after its header, which is written. */
export interface BegunMessage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where what follows the header begins, a multiple of 8. */
  readonly bodyStart: number;
}

export function beginMessage(header: FrameHeader, bodyBytes: number): BegunMessage {
  const id = idEncoder.encode(header.id);
  const bodyStart = headerBytes + padded(id.length);
  const bytes = new Uint8Array(new ArrayBuffer(bodyStart + bodyBytes));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic[header.kind], true);
  view.setUint32(4, header.layout, true);
  view.setFloat64(8, header.seq, true);
  view.setFloat64(16, header.timeMs, true);
  view.setUint32(24, header.rows, true);
  view.setUint32(28, header.fields, true);
  view.setUint32(32, id.length, true);
  view.setUint32(36, header.entities, true);
  bytes.set(id, headerBytes);
  return { bytes, bodyStart };
}

export interface ReadMessage {
  readonly header: FrameHeader;
  /** The message, beginning at a multiple of 8 bytes. */
  readonly bytes: Uint8Array;
  readonly bodyStart: number;
}

/**
 * @param message copied only when it does not begin at a multiple of 8 bytes (a Node socket may hand
 *   out such a slice, a browser never does)
 * @throws FrameError when the bytes do not begin as a message of this version
 */
export function readHeader(message: ArrayBuffer | Uint8Array): ReadMessage {
  const bytes = aligned(message);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = bytes.byteLength < headerBytes ? null : kindOf(view.getUint32(0, true));
  if (kind === null) throw new FrameError('decode frame: it is not a live frame of version 1');
  const idLength = view.getUint32(32, true);
  const rows = view.getUint32(24, true);
  const fields = view.getUint32(28, true);
  if (rows === 0 && fields > maxEmptyColumns) {
    throw new FrameError(`decode frame: it has ${fields} columns and no entity`);
  }
  const header: FrameHeader = {
    kind,
    id: idDecoder.decode(bytes.subarray(headerBytes, headerBytes + idLength)),
    layout: view.getUint32(4, true),
    seq: view.getFloat64(8, true),
    timeMs: view.getFloat64(16, true),
    rows,
    fields,
    entities: view.getUint32(36, true),
  };
  return { header, bytes, bodyStart: headerBytes + padded(idLength) };
}

/** @throws FrameError when the message is not as long as its header says */
export function checkLength({ bytes, bodyStart }: ReadMessage, bodyBytes: number): void {
  const expected = bodyStart + bodyBytes;
  if (bytes.byteLength !== expected) {
    throw new FrameError(
      `decode frame: it has ${bytes.byteLength} bytes where it says ${expected}`,
    );
  }
}

/** Columns without rows take no bytes, so the length alone would not bound their number. */
const maxEmptyColumns = 64;

function kindOf(first: number): FrameHeader['kind'] | null {
  if (first === magic.frame) return 'frame';
  return first === magic.delta ? 'delta' : null;
}

function aligned(message: ArrayBuffer | Uint8Array): Uint8Array {
  if (!(message instanceof Uint8Array)) return new Uint8Array(message);
  // Not slice(): that of a Node buffer shares its bytes.
  return message.byteOffset % 8 === 0 ? message : new Uint8Array(message);
}

/** Keeps what follows at a multiple of 8 bytes. */
function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
