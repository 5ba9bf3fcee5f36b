import type { Device, GpuProcess } from '#node-nvml';
import type { ProcessRow } from '../protocol.ts';
import type { Support } from './support.ts';

/** The processes with a context on a device, each once; null when no list could be read. */
export function readProcesses({ processes }: Device, support: Support): ProcessRow[] | null {
  const lists = [
    support.read('compute processes', () => processes.compute()),
    support.read('graphics processes', () => processes.graphics()),
    support.read('mps processes', () => processes.mps()),
  ];
  if (lists.every((list) => list === null)) return null;
  const found = new Map<number, ProcessRow>();
  for (const process of lists.flatMap((list) => list ?? [])) {
    const row = rowOf(process);
    const before = found.get(row.pid);
    // A process with contexts of both kinds is listed twice with the same memory.
    if (!before || (row.bytes ?? 0) > (before.bytes ?? 0)) found.set(row.pid, row);
  }
  return [...found.values()];
}

function rowOf({ pid, usedBytes }: GpuProcess): ProcessRow {
  return usedBytes === null ? { pid } : { pid, bytes: usedBytes };
}
