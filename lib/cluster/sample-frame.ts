import { z } from 'zod';
import type { Arrival } from '#lib/live/hub.ts';
import type { Column, SampleTable } from '#lib/model/sample.ts';

/** A table that one server took in, on its way to another. */
export interface SharedTable {
  readonly table: SampleTable;
  readonly arrival: Arrival;
}

const text = z.string().max(65_536);
const headerSchema = z.strictObject({
  receivedAtMs: z.number(),
  backlog: z.boolean(),
  measurement: z.string().min(1).max(255),
  series: z.array(z.record(z.string().max(255), z.string().max(4096))).max(1_000_000),
  rows: z.number().int().min(0).max(1_000_000),
  columns: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(255),
        type: z.enum(['float', 'integer', 'unsigned', 'boolean', 'string']),
        /** Values of a column of words; all others follow as bytes. */
        words: z.array(text).optional(),
      }),
    )
    .max(10_000),
});
type Header = z.output<typeof headerSchema>;

/**
 * Length of the header, header as JSON, then little-endian arrays, each at a multiple of eight
 * bytes: index of the series, time, and for each column what is present (a bit a row) and values.
 */
export function encodeFrame({ table, arrival }: SharedTable): Uint8Array {
  const { measurement, series, seriesIndex, timeNs } = table;
  const columns = Object.entries(table.columns);
  const header: Header = {
    ...arrival,
    measurement,
    series: [...series],
    rows: timeNs.length,
    columns: columns.map(([name, { type, values }]) =>
      type === 'string' ? { name, type, words: [...values] } : { name, type },
    ),
  };
  const head = Buffer.from(JSON.stringify(header));
  const parts: ArrayBufferView[] = [
    seriesIndex,
    timeNs,
    ...columns.flatMap(([, column]) => [packBits(column.present), ...valueBytes(column)]),
  ];
  const headEnd = padded(4 + head.length);
  const frame = new Uint8Array(parts.reduce((sum, part) => sum + padded(part.byteLength), headEnd));
  new DataView(frame.buffer).setUint32(0, head.length, true);
  frame.set(head, 4);
  let at = headEnd;
  for (const part of parts) {
    frame.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += padded(part.byteLength);
  }
  return frame;
}

/** @throws Error when the bytes are not exactly one frame */
export function decodeFrame(bytes: Uint8Array): SharedTable {
  // A copy of its own begins at a multiple of eight, which the arrays need.
  const frame = new Uint8Array(bytes);
  if (frame.length < 4) throw new Error('read samples of another server: nothing is there');
  const headLength = new DataView(frame.buffer).getUint32(0, true);
  if (4 + headLength > frame.length) throw new Error('read samples of another server: cut off');
  const head = Buffer.from(frame.buffer, 4, headLength).toString('utf8');
  const header = headerSchema.parse(JSON.parse(head));
  const reader = new ArrayReader(frame, padded(4 + headLength));
  const { receivedAtMs, backlog, measurement, series, rows } = header;
  const seriesIndex = new Uint32Array(frame.buffer, reader.take(rows * 4), rows);
  if (seriesIndex.some((index) => index >= series.length)) {
    throw new Error('read samples of another server: a row has no series');
  }
  const timeNs = new BigInt64Array(frame.buffer, reader.take(rows * 8), rows);
  const columns = Object.fromEntries(
    header.columns.map((column) => [column.name, readColumn(column, rows, reader, frame)]),
  );
  reader.end();
  const table = { measurement, series, seriesIndex, timeNs, columns };
  return { table, arrival: { receivedAtMs, backlog } };
}

/** Says where the next array lies and checks that it is there. */
class ArrayReader {
  readonly #frame: Uint8Array;
  #at: number;

  constructor(frame: Uint8Array, at: number) {
    this.#frame = frame;
    this.#at = at;
  }

  take(bytes: number): number {
    const at = this.#at;
    this.#at += padded(bytes);
    if (this.#at > this.#frame.length) throw new Error('read samples of another server: cut off');
    return at;
  }

  end(): void {
    if (this.#at !== this.#frame.length)
      throw new Error('read samples of another server: too long');
  }
}

function readColumn(
  { type, words }: Header['columns'][number],
  rows: number,
  reader: ArrayReader,
  { buffer }: Uint8Array<ArrayBuffer>,
): Column {
  const packed = new Uint8Array(buffer, reader.take(bitBytes(rows)), bitBytes(rows));
  const present = unpackBits(packed, rows);
  switch (type) {
    case 'float':
      return { type, present, values: new Float64Array(buffer, reader.take(rows * 8), rows) };
    case 'integer':
      return { type, present, values: new BigInt64Array(buffer, reader.take(rows * 8), rows) };
    case 'unsigned':
      return { type, present, values: new BigUint64Array(buffer, reader.take(rows * 8), rows) };
    case 'boolean':
      return { type, present, values: new Uint8Array(buffer, reader.take(rows), rows) };
    case 'string':
      if (words?.length !== rows)
        throw new Error('read samples of another server: words are missing');
      return { type, present, values: words };
  }
}

function valueBytes(column: Column): ArrayBufferView[] {
  return column.type === 'string' ? [] : [column.values];
}

function padded(bytes: number): number {
  return (bytes + 7) & ~7;
}

function bitBytes(rows: number): number {
  return (rows + 7) >> 3;
}

function packBits(present: Uint8Array): Uint8Array {
  const packed = new Uint8Array(bitBytes(present.length));
  for (let row = 0; row < present.length; row += 1) {
    if (present[row] === 1) packed[row >> 3] = (packed[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return packed;
}

function unpackBits(packed: Uint8Array, rows: number): Uint8Array {
  const present = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) present[row] = ((packed[row >> 3] ?? 0) >> (row & 7)) & 1;
  return present;
}
