import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Claims a directory for this process.
 *
 * @returns gives it back
 * @throws when another living process holds it
 */
export function lockDirectory(directory: string): () => void {
  const file = path.join(directory, 'lock');
  const owner = readOwner(file);
  if (owner && owner.pid !== process.pid && startOf(owner.pid) === owner.start) {
    throw new Error(`open spool ${directory}: process ${owner.pid} uses it`);
  }
  writeFileSync(file, `${process.pid} ${startOf(process.pid) ?? 'unknown'}\n`, { mode: 0o600 });
  return () => {
    if (readOwner(file)?.pid === process.pid) unlinkSync(file);
  };
}

function readOwner(file: string): { readonly pid: number; readonly start: string } | null {
  const [, pid, start] = /^(\d+) (\S+)$/m.exec(readText(file) ?? '') ?? [];
  return pid === undefined || start === undefined ? null : { pid: Number(pid), start };
}

/** When a process began, in ticks since boot (proc(5), stat): an id alone is used again. */
function startOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  // The name in brackets may hold blanks, so columns are counted from its end.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
