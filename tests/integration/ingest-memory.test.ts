import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  captureOutput,
  repositoryRoot,
  stopProcess,
  waitForOutput,
} from '#tests/simulator/process.ts';
import { writeTokens } from '#tests/simulator/write-server.ts';

const megabyte = 1_000_000;
const main = path.join(repositoryRoot, 'tests/simulator/write-server-main.ts');

let child: ChildProcess;
let url: string;
beforeAll(async () => {
  child = spawn(process.execPath, ['--import', 'tsx', main], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  url = await waitForOutput(child, captureOutput(child), /write server: (\S+)/);
});
afterAll(() => stopProcess(child, 'SIGTERM'));

async function post(body: Uint8Array<ArrayBuffer>): Promise<number> {
  const response = await fetch(`${url}/write`, {
    method: 'POST',
    body,
    headers: { authorization: `Token ${writeTokens.writer}`, 'content-encoding': 'gzip' },
  });
  await response.arrayBuffer();
  return response.status;
}

/** A field of /proc/<pid>/status in bytes: VmRSS is memory now, VmHWM its peak. */
function memory(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`read ${field}: it is not in ${status}`);
  return Number(kilobytes) * 1024;
}

/** Lets VmHWM begin again from the memory of now; see proc(5), clear_refs. */
function forgetPeak(): void {
  writeFileSync(`/proc/${String(child.pid)}/clear_refs`, '5');
}

/** Zeros that pack to a thousandth. */
async function bomb(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const zeros = Buffer.alloc(megabyte);
  const input = Readable.from(Array.from({ length: bytes / megabyte }, () => zeros));
  return new Uint8Array(await buffer(input.pipe(createGzip({ level: 1 }))));
}

describe.runIf(process.platform === 'linux')('a gzip bomb', () => {
  it('of 1 GB costs less than 64 MB of memory, and three at once less than twice that', async () => {
    const packed = await bomb(1000 * megabyte);
    expect(await post(new Uint8Array(gzipSync('warm,t=a f=1\n'.repeat(1000))))).toBe(204);
    forgetPeak();
    const before = memory('VmRSS');
    expect(await post(packed)).toBe(413);
    expect(memory('VmHWM') - before).toBeLessThan(64 * megabyte);
    expect(await Promise.all([packed, packed, packed].map(post))).toEqual([413, 413, 413]);
    expect(memory('VmHWM') - before).toBeLessThan(128 * megabyte);
    expect(await post(new Uint8Array(gzipSync('after f=1')))).toBe(204);
  });
});
