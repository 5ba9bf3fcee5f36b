import path from 'node:path';
import type { FieldValue } from '#lib/model/sample.ts';
import { integer, present } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';
import type { ProcessRow } from './protocol.ts';

export interface ProcessGroup {
  readonly name: string;
  readonly fields: Record<string, FieldValue>;
}

/** A host with more programs than this on one GPU runs a fork bomb: the rest is one group. */
const mostNames = 32;
const longestName = 64;
const longestPids = 500;
const rest = 'other';

/** The processes of one GPU by the name of their program, as the kernel keeps it. */
export function groupProcesses(rootfs: string, rows: readonly ProcessRow[]): ProcessGroup[] {
  const groups = new Map<string, ProcessRow[]>();
  for (const row of rows) {
    const read = readName(rootfs, row.pid);
    const name = groups.has(read) || groups.size < mostNames ? read : rest;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups].map(([name, members]) => ({ name, fields: fieldsOf(members) }));
}

/** Under a container's own process numbers the name cannot be found; the memory still counts. */
function readName(rootfs: string, pid: number): string {
  const file = new KernelFile(path.join(rootfs, 'proc', String(pid), 'comm'));
  const word = file.readWord();
  file.close();
  return (word ?? '').replace(/[^\x20-\x7e]/g, '?').slice(0, longestName) || 'unknown';
}

function fieldsOf(members: readonly ProcessRow[]): Record<string, FieldValue> {
  const known = members.flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes]));
  // A sum without some of its parts would look like memory that was freed.
  const isWhole = known.length === members.length;
  const pids = members.map(({ pid }) => pid).sort((a, b) => a - b);
  return present({
    memory_used_bytes: isWhole ? integer(known.reduce((sum, bytes) => sum + bytes, 0)) : undefined,
    process_count: integer(members.length),
    pids: { type: 'string', value: pids.join(' ').slice(0, longestPids) },
  });
}
