import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDirectory } from './directory-lock.ts';

describe('lockDirectory', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'isotherm-lock-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a directory that a running process holds, and names the process', () => {
    const lock = lockDirectory(folder);
    expect(() => lockDirectory(folder)).toThrow(
      `open ${folder}: process ${process.pid} is already using it`,
    );
    lock.release();
    lock.release();
    lockDirectory(folder).release();
  });

  it.each(['4194305 12345', `${process.pid} 1`, '', 'not a number'])(
    'takes over from a process that is gone (%j)',
    (holder) => {
      writeFileSync(path.join(folder, 'isotherm.pid'), holder);
      const lock = lockDirectory(folder);
      expect(() => lockDirectory(folder)).toThrow(/already using it/);
      lock.release();
    },
  );
});
