import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { SequenceRange } from './sequence-set.ts';

const sequence = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const range = z.strictObject({ from: sequence, to: sequence });

const cursorSchema = z.strictObject({
  /** Names this spool to the server for as long as the file lives. */
  source: z.string().regex(/^[0-9a-f]{16}$/),
  /** Sequences below it may have been used; one that was never is only skipped. */
  reserved: sequence,
  /** What the server holds or will never take. */
  settled: z.array(range),
  /** What each lane has sent without knowing yet whether it arrived. */
  lanes: z.strictObject({ live: range.nullable(), backlog: range.nullable() }),
});
export type Cursor = z.infer<typeof cursorSchema>;
export type LaneName = keyof Cursor['lanes'];
export type { SequenceRange };

const rewriteBytes = 64 * 1024;

/**
 * The cursor on disk: a line of JSON for each change, of which the last whole one holds. A change
 * is one write to an open file; once in a while the file is replaced by its last line.
 */
export class CursorFile {
  readonly #file: string;
  #descriptor: number | null = null;
  #bytes = 0;

  constructor(directory: string) {
    this.#file = path.join(directory, 'cursor.json');
  }

  /**
   * What the file says, or a new cursor under a new source name: after a lost cursor everything in
   * the spool is sent again, and under the old name the server would take it for known.
   */
  read(): Cursor {
    const lines = readLines(this.#file).reverse();
    for (const line of lines) {
      const cursor = parseCursor(line);
      if (cursor) return cursor;
    }
    const source = randomBytes(8).toString('hex');
    return { source, reserved: 0, settled: [], lanes: { live: null, backlog: null } };
  }

  /** @param isDurable also wait for the disk, so that a power loss cannot bring the old one back */
  write(cursor: Cursor, isDurable: boolean): void {
    const line = Buffer.from(`${JSON.stringify(cursor)}\n`);
    try {
      const isAppended = this.#descriptor !== null && this.#bytes + line.length <= rewriteBytes;
      if (!isAppended) this.#begin();
      this.#append(line, isDurable);
      if (!isAppended) renameSync(`${this.#file}.new`, this.#file);
    } catch (error) {
      // What was written in part must not be followed by anything.
      this.close();
      throw error;
    }
  }

  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) closeSync(descriptor);
  }

  #begin(): void {
    this.close();
    this.#descriptor = openSync(`${this.#file}.new`, 'w', 0o600);
    this.#bytes = 0;
  }

  #append(line: Buffer, isDurable: boolean): void {
    if (this.#descriptor === null) return;
    const written = writeSync(this.#descriptor, line);
    if (written < line.length) throw new Error(`write ${this.#file}: the disk is full`);
    if (isDurable) fsyncSync(this.#descriptor);
    this.#bytes += written;
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Null for what was torn: JSON that was cut off never parses. */
function parseCursor(line: string): Cursor | null {
  try {
    return cursorSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
