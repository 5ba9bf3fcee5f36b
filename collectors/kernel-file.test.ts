import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KernelFile } from './kernel-file.ts';

let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'kernel-file-'));
});

afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

describe('KernelFile', () => {
  it('reads a file anew each time, whole, however the kernel cuts it', () => {
    const file = new KernelFile('/proc/self/maps');
    const expected = fs.readFileSync('/proc/self/maps', 'utf8').split('\n').length;
    expect(Math.abs((file.read() ?? '').split('\n').length - expected)).toBeLessThan(20);
    expect(file.read()).toMatch(/\[stack\]/);
    file.close();
  });

  it('reads more than its buffer holds', () => {
    const place = path.join(directory, 'large');
    fs.writeFileSync(place, 'x'.repeat(100_000));
    const file = new KernelFile(place);
    expect(file.read()).toHaveLength(100_000);
    fs.writeFileSync(place, 'short');
    expect(file.read()).toBe('short');
    file.close();
  });

  it('gives bytes that are no text as they are', () => {
    const place = path.join(directory, 'table');
    const bytes = Buffer.from([0, 1, 2, 0xff, 0xfe, 0x80, 10]);
    fs.writeFileSync(place, bytes);
    const file = new KernelFile(place);
    expect(file.readBytes()).toEqual(bytes);
    file.close();
  });

  it('says why it could not read, and reads again once it can', () => {
    const place = path.join(directory, 'later');
    const file = new KernelFile(place);
    expect(file.read()).toBeNull();
    expect(file.failure).toBe('ENOENT');
    fs.writeFileSync(place, ' 12345678901234567890 \n');
    expect(file.readInteger()).toBe(12_345_678_901_234_567_890n);
    expect(file.failure).toBeNull();
    file.close();
    file.close();
  });

  it.each(['N/A (no PMA)\n', '', '1.5', '0x10'])('takes %j for no integer', (text) => {
    const place = path.join(directory, 'word');
    fs.writeFileSync(place, text);
    const file = new KernelFile(place);
    expect(file.readInteger()).toBeNull();
    file.close();
  });
});
