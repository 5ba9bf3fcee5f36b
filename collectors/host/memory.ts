import path from 'node:path';
import { integer } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';

export class MemoryReader {
  readonly #meminfo: KernelFile;

  constructor(rootfs: string) {
    this.#meminfo = new KernelFile(path.join(rootfs, 'proc/meminfo'));
  }

  read() {
    const bytes = parseMeminfo(this.#meminfo.read() ?? '');
    const total = bytes.get('MemTotal');
    const available = bytes.get('MemAvailable');
    const swapTotal = bytes.get('SwapTotal');
    return {
      memory_total_bytes: integer(total),
      memory_available_bytes: integer(available),
      memory_used_bytes: integer(difference(total, available)),
      memory_cached_bytes: integer(bytes.get('Cached')),
      swap_total_bytes: integer(swapTotal),
      swap_used_bytes: integer(difference(swapTotal, bytes.get('SwapFree'))),
    };
  }

  close(): void {
    this.#meminfo.close();
  }
}

function difference(whole: number | undefined, rest: number | undefined): number | undefined {
  return whole === undefined || rest === undefined ? undefined : Math.max(0, whole - rest);
}

/** Name → bytes. The file says kB and means KiB. */
function parseMeminfo(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [, name, kibibytes] of text.matchAll(/^(\w+):\s+(\d+) kB$/gm)) {
    if (name !== undefined) found.set(name, Number(kibibytes) * 1024);
  }
  return found;
}
