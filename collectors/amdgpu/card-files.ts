import { readdirSync } from 'node:fs';
import path from 'node:path';
import { KernelFile } from '../kernel-file.ts';

/** The files below one directory, each held open from its first reading on. */
export class CardFiles {
  readonly #directory: string;
  readonly #files = new Map<string, KernelFile>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Names in a folder of it, in order; none where there is no such folder. */
  list(folder: string): string[] {
    try {
      return readdirSync(path.join(this.#directory, folder)).sort();
    } catch {
      return [];
    }
  }

  word(name: string): string | null {
    return this.#open(name).readWord();
  }

  text(name: string): string | null {
    return this.#open(name).read();
  }

  bytes(name: string): Buffer | null {
    return this.#open(name).readBytes();
  }

  /** A number; what the kernel counts in millionths is divided by `per`. */
  number(name: string, per = 1): number | null {
    const whole = this.#open(name).readInteger();
    return whole === null ? null : Number(whole) / per;
  }

  integer(name: string): bigint | null {
    return this.#open(name).readInteger();
  }

  /** Error code of the last reading of that file. */
  failure(name: string): string | null {
    return this.#open(name).failure;
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
  }

  #open(name: string): KernelFile {
    const known = this.#files.get(name);
    if (known) return known;
    const opened = new KernelFile(path.join(this.#directory, name));
    this.#files.set(name, opened);
    return opened;
  }
}
