import { readdirSync } from 'node:fs';
import path from 'node:path';
import { float } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';

/** One RAPL zone as a counter that does not wrap. */
class EnergyZone {
  readonly #energy: KernelFile;
  readonly #rangeMicrojoules: number | null;
  #last: number | null = null;
  #totalMicrojoules = 0;

  constructor(directory: string, rangeMicrojoules: number | null) {
    this.#energy = new KernelFile(path.join(directory, 'energy_uj'));
    this.#rangeMicrojoules = rangeMicrojoules;
  }

  /**
   * Joules since the first reading, or null: since 2020 only root may read it. Whoever adds up
   * counters takes a restart for zero, so a first value above zero would be energy never used.
   */
  read(): number | null {
    const range = this.#rangeMicrojoules;
    const raw = this.#energy.readInteger();
    if (raw === null || range === null) return null;
    const now = Number(raw);
    const last = this.#last ?? now;
    this.#totalMicrojoules += now >= last ? now - last : range - last + now;
    this.#last = now;
    return this.#totalMicrojoules / 1e6;
  }

  close(): void {
    this.#energy.close();
  }
}

/**
 * RAPL energy through powercap; AMD Zen answers through the same files. A zone that cannot be read
 * takes its sum with it, because a sum of fewer zones would look like a reset.
 */
export class EnergyReader {
  readonly #packages: EnergyZone[] = [];
  readonly #memories: EnergyZone[] = [];

  constructor(rootfs: string) {
    const powercap = path.join(rootfs, 'sys/class/powercap');
    for (const zone of listZones(powercap)) {
      const directory = path.join(powercap, zone);
      const name = readOnce(path.join(directory, 'name'));
      const range = Number(readOnce(path.join(directory, 'max_energy_range_uj')) ?? Number.NaN);
      // A zone without a name may be either: then neither sum can be trusted.
      const counter = new EnergyZone(directory, name !== null && range > 0 ? range : null);
      if (name === null || name.startsWith('package-')) this.#packages.push(counter);
      if (name === null || name === 'dram') this.#memories.push(counter);
    }
  }

  read() {
    return {
      package_energy_joules_total: float(sum(this.#packages)),
      dram_energy_joules_total: float(sum(this.#memories)),
    };
  }

  close(): void {
    for (const zone of [...this.#packages, ...this.#memories]) zone.close();
  }
}

function sum(zones: readonly EnergyZone[]): number | null {
  const values = zones.map((zone) => zone.read());
  if (values.length === 0) return null;
  return values.reduce((total, value) => (total === null || value === null ? null : total + value));
}

/** The MMIO zones (intel-rapl-mmio) count the same energy a second time, so they are left out. */
function listZones(powercap: string): string[] {
  try {
    return readdirSync(powercap).filter((name) => /^intel-rapl:\d+(:\d+)?$/.test(name));
  } catch {
    return [];
  }
}

function readOnce(file: string): string | null {
  const kernelFile = new KernelFile(file);
  const word = kernelFile.readWord();
  kernelFile.close();
  return word;
}
