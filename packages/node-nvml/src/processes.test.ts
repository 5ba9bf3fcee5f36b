import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processInfo } from './layouts.ts';
import { decodeProcesses } from './processes.ts';

describe('decodeProcesses', () => {
  it('leaves out memory and MIG ids where the driver cannot tell', () => {
    const bytes = Buffer.alloc(processInfo.size, 0xff);
    bytes.writeUInt32LE(4242, processInfo.at.pid);
    expect(decodeProcesses(bytes, 1)).toEqual([
      { pid: 4242, usedBytes: null, gpuInstanceId: null, computeInstanceId: null },
    ]);
  });

  it('reads as many entries as it is told, whatever is in them', () => {
    fc.assert(
      fc.property(fc.nat(16), fc.infiniteStream(fc.nat(255)), (count, filling) => {
        const bytes = Buffer.from([...filling.take(count * processInfo.size)]);
        const processes = decodeProcesses(bytes, count);
        expect(processes).toHaveLength(count);
        for (const { usedBytes } of processes) {
          expect(usedBytes === null || Number.isFinite(usedBytes)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
