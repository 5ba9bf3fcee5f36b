import path from 'node:path';
import { float } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';

export class LoadReader {
  readonly #loadavg: KernelFile;
  readonly #uptime: KernelFile;

  constructor(rootfs: string) {
    this.#loadavg = new KernelFile(path.join(rootfs, 'proc/loadavg'));
    this.#uptime = new KernelFile(path.join(rootfs, 'proc/uptime'));
  }

  read() {
    const [load1, load5, load15] = numbers(this.#loadavg.readWord());
    const [uptime] = numbers(this.#uptime.readWord());
    return {
      load1: float(load1),
      load5: float(load5),
      load15: float(load15),
      uptime_seconds: float(uptime),
    };
  }

  close(): void {
    this.#loadavg.close();
    this.#uptime.close();
  }
}

function numbers(text: string | null): number[] {
  return text === null || text === '' ? [] : text.split(/\s+/).map(Number);
}
