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

/**
 * The cursor file, or a new one under a new source name: after a lost cursor everything in the
 * spool is sent again, and under the old name the server would take it for known.
 */
export function readCursor(directory: string): {
  readonly cursor: Cursor;
  readonly isNew: boolean;
} {
  try {
    const text = readFileSync(path.join(directory, 'cursor.json'), 'utf8');
    return { cursor: cursorSchema.parse(JSON.parse(text)), isNew: false };
  } catch {
    const source = randomBytes(8).toString('hex');
    const lanes = { live: null, backlog: null };
    return { cursor: { source, reserved: 0, settled: [], lanes }, isNew: true };
  }
}

/**
 * Replaces the cursor file in one step.
 *
 * @param isDurable also wait for the disk, so that a power loss cannot bring the old one back
 */
export function writeCursor(directory: string, cursor: Cursor, isDurable: boolean): void {
  const file = path.join(directory, 'cursor.json');
  const descriptor = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(descriptor, JSON.stringify(cursor));
    if (isDurable) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.new`, file);
}
