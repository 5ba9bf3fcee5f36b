import { closeSync, openSync, readSync } from 'node:fs';

/**
 * A file of /proc or /sys that is read again and again. Its descriptor stays open and is read from
 * the start each time, which costs a tenth of opening it anew. The kernel answers at once, so the
 * read is synchronous.
 */
export class KernelFile {
  readonly path: string;
  #descriptor: number | undefined;
  #failure: string | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /** Error code of the last read, null when it succeeded. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The whole text, or null when it could not be read; the next read opens the file again. */
  read(): string | null {
    return this.readBytes()?.toString('utf8') ?? null;
  }

  /** The same without taking it for text. Good until the next read of any such file. */
  readBytes(): Buffer | null {
    try {
      this.#descriptor ??= openSync(this.path, 'r');
      const bytes = readAll(this.#descriptor);
      this.#failure = null;
      return bytes;
    } catch (error) {
      this.#failure = errorCode(error);
      this.close();
      return null;
    }
  }

  /** The text without surrounding blanks. */
  readWord(): string | null {
    return this.read()?.trim() ?? null;
  }

  /** A decimal integer of any size; null when there is none, as in "N/A". */
  readInteger(): bigint | null {
    const word = this.readWord();
    return word !== null && /^-?\d+$/.test(word) ? BigInt(word) : null;
  }

  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

let buffer = Buffer.allocUnsafe(16 * 1024);

/** The kernel hands out such a file in pieces of its own size: only an empty read is the end. */
function readAll(descriptor: number): Buffer {
  let length = 0;
  for (;;) {
    if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    const count = readSync(descriptor, buffer, length, buffer.length - length, length);
    if (count === 0) return buffer.subarray(0, length);
    length += count;
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'UNKNOWN';
}
