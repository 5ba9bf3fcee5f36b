import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { groupProcesses } from './process-points.ts';

let rootfs: string;
beforeEach(() => {
  rootfs = mkdtempSync(path.join(os.tmpdir(), 'isotherm-processes-'));
});
afterEach(() => rmSync(rootfs, { recursive: true }));

function run(pid: number, name: string): void {
  const folder = path.join(rootfs, 'proc', String(pid));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'comm'), `${name}\n`);
}

describe('groupProcesses', () => {
  it('adds up the processes of one program', () => {
    run(12, 'python3');
    run(7, 'python3');
    run(9, 'nccl');
    const rows = [{ pid: 12, bytes: 100 }, { pid: 9 }, { pid: 7, bytes: 50 }, { pid: 8, bytes: 1 }];
    expect(groupProcesses(rootfs, rows)).toEqual([
      {
        name: 'python3',
        fields: {
          memory_used_bytes: { type: 'integer', value: 150n },
          process_count: { type: 'integer', value: 2n },
          pids: { type: 'string', value: '7 12' },
        },
      },
      {
        name: 'nccl',
        fields: {
          process_count: { type: 'integer', value: 1n },
          pids: { type: 'string', value: '9' },
        },
      },
      expect.objectContaining({ name: 'unknown' }),
    ]);
  });

  it('keeps names to what a tag can hold, whatever a program calls itself', () => {
    run(1, 'a\\,b=c d\u001b[31m');
    const [group] = groupProcesses(rootfs, [{ pid: 1, bytes: 1 }]);
    const tags = { host: 'h', process: group?.name ?? '' };
    const point = { measurement: 'gpu_process', tags, fields: group?.fields ?? {}, timeNs: 1n };
    expect(() => encodePoints([point])).not.toThrow();
    expect(group?.name).toBe('a?,b=c d?[31m');
  });

  it('keeps the number of names bounded', () => {
    const rows = Array.from({ length: 200 }, (_, pid) => ({ pid, bytes: 1 }));
    for (const { pid } of rows) run(pid, `program-${pid}`);
    const groups = groupProcesses(rootfs, rows);
    expect(groups).toHaveLength(33);
    expect(groups.at(-1)).toMatchObject({
      name: 'other',
      fields: { process_count: { value: 168n } },
    });
  });
});
