import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { encodeRecord, findRecordEnds, payloadAt } from './record.ts';

/**
 * A file of records with consecutive sequences, named by the first. Only the segment that was
 * created by this process is appended to.
 */
export class Segment {
  readonly first: number;
  readonly #file: string;
  /** Where each record ends in the file. */
  readonly #ends: number[];
  #descriptor: number | null = null;

  private constructor(file: string, first: number, ends: number[]) {
    this.#file = file;
    this.first = first;
    this.#ends = ends;
  }

  static create(directory: string, first: number): Segment {
    const name = `${String(first).padStart(16, '0')}.spool`;
    const segment = new Segment(path.join(directory, name), first, []);
    segment.#descriptor = openSync(segment.#file, 'wx+', 0o600);
    return segment;
  }

  /** Opens what an earlier process left and cuts off a torn tail. */
  static recover(directory: string, name: string): { segment: Segment; tornBytes: number } {
    const file = path.join(directory, name);
    const content = readFileSync(file);
    const ends = findRecordEnds(content);
    const wholeBytes = ends.at(-1) ?? 0;
    if (wholeBytes < content.length) truncateSync(file, wholeBytes);
    const segment = new Segment(file, Number.parseInt(name, 10), ends);
    return { segment, tornBytes: content.length - wholeBytes };
  }

  get bytes(): number {
    return this.#ends.at(-1) ?? 0;
  }

  /** Last sequence; one less than the first while the segment is empty. */
  get last(): number {
    return this.first + this.#ends.length - 1;
  }

  /** Writes one record. What was written in part is cut off again before this throws. */
  append(payload: Uint8Array): void {
    if (this.#descriptor === null) throw new Error(`append to ${this.#file}: it is closed`);
    const record = encodeRecord(payload);
    try {
      let written = 0;
      while (written < record.length) {
        written += writeSync(this.#descriptor, record, written, record.length - written);
      }
    } catch (cause) {
      ftruncateSync(this.#descriptor, this.bytes);
      throw new Error(`append to ${this.#file}`, { cause });
    }
    this.#ends.push(this.bytes + record.length);
  }

  /** Null when the record is damaged or not here. */
  read(sequence: number): Buffer | null {
    const record = Buffer.allocUnsafe(this.sizeOf(sequence));
    if (record.length === 0) return null;
    this.#descriptor ??= openSync(this.#file, 'r');
    const count = readSync(this.#descriptor, record, 0, record.length, this.#startOf(sequence));
    return payloadAt(record.subarray(0, count), 0);
  }

  /** Bytes of a record with its header; 0 when it is not here. */
  sizeOf(sequence: number): number {
    const end = this.#ends[sequence - this.first];
    return end === undefined ? 0 : end - this.#startOf(sequence);
  }

  #startOf(sequence: number): number {
    return this.#ends[sequence - this.first - 1] ?? 0;
  }

  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) closeSync(descriptor);
  }

  remove(): void {
    this.close();
    unlinkSync(this.#file);
  }
}
