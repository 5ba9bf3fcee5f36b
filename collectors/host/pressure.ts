import path from 'node:path';
import { float } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';

/** Pressure stall information; absent where the kernel was built or booted without it. */
export class PressureReader {
  readonly #cpu: KernelFile;
  readonly #memory: KernelFile;
  readonly #io: KernelFile;

  constructor(rootfs: string) {
    const open = (name: string) => new KernelFile(path.join(rootfs, 'proc/pressure', name));
    this.#cpu = open('cpu');
    this.#memory = open('memory');
    this.#io = open('io');
  }

  read() {
    return {
      cpu_stall_seconds_total: float(stallSeconds(this.#cpu.readWord())),
      memory_stall_seconds_total: float(stallSeconds(this.#memory.readWord())),
      io_stall_seconds_total: float(stallSeconds(this.#io.readWord())),
    };
  }

  close(): void {
    for (const file of [this.#cpu, this.#memory, this.#io]) file.close();
  }
}

/** `some … total=` counts microseconds in which at least one task was stalled. */
function stallSeconds(text: string | null): number | undefined {
  const total = text && /^some .*\btotal=(\d+)/m.exec(text)?.[1];
  return total ? Number(total) / 1e6 : undefined;
}
