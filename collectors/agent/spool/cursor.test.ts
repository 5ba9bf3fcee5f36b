import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CursorFile, type Cursor } from './cursor.ts';

let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cursor-'));
});

afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const file = () => path.join(directory, 'cursor.json');

function cursorAt(sequence: number): Cursor {
  const lanes = { live: { from: sequence, to: sequence }, backlog: null };
  return { source: '0123456789abcdef', reserved: 1000, settled: [], lanes };
}

/** Writes these cursors one after the other and answers what each made of the file. */
function write(count: number): Buffer[] {
  const cursor = new CursorFile(directory);
  const contents = [];
  for (let index = 1; index <= count; index += 1) {
    cursor.write(cursorAt(index), false);
    contents.push(fs.readFileSync(file()));
  }
  cursor.close();
  return contents;
}

describe('CursorFile', () => {
  it('reads back the last change', () => {
    write(3);
    expect(new CursorFile(directory).read()).toEqual(cursorAt(3));
  });

  it('reads the change before a torn one, wherever it was torn', () => {
    const contents = write(5);
    const before = contents[3]?.length ?? 0;
    const whole = contents[4] ?? Buffer.alloc(0);
    fc.assert(
      fc.property(
        // The newline may be missing: without it the line is still whole.
        fc.integer({ min: before, max: whole.length - 2 }),
        fc.boolean(),
        (kept, isZeroed) => {
          const rest = isZeroed ? Buffer.alloc(whole.length - kept) : Buffer.alloc(0);
          fs.writeFileSync(file(), Buffer.concat([whole.subarray(0, kept), rest]));
          expect(new CursorFile(directory).read()).toEqual(cursorAt(4));
        },
      ),
    );
  });

  it('does not follow what an earlier process left torn', () => {
    const [content = Buffer.alloc(0)] = write(1);
    fs.writeFileSync(file(), content.subarray(0, content.length - 5));
    write(1);
    expect(new CursorFile(directory).read()).toEqual(cursorAt(1));
  });

  it('stays small however often it changes, and leaves nothing else behind', () => {
    const sizes = write(2000).map(({ length }) => length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64 * 1024);
    expect(fs.readdirSync(directory)).toEqual(['cursor.json']);
    expect(new CursorFile(directory).read()).toEqual(cursorAt(2000));
  });

  it('replaces the file after a write that failed', () => {
    const cursor = new CursorFile(directory);
    cursor.write(cursorAt(1), false);
    fs.renameSync(directory, `${directory}-away`);
    cursor.close();
    expect(() => cursor.write(cursorAt(2), false)).toThrow('ENOENT');
    fs.renameSync(`${directory}-away`, directory);
    cursor.write(cursorAt(3), true);
    expect(new CursorFile(directory).read()).toEqual(cursorAt(3));
  });
});
