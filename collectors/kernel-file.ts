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
    return this.#readPieces(isNeverWhole);
  }

  #readPieces(isWhole: (bytes: Buffer, length: number) => boolean): Buffer | null {
    try {
      this.#descriptor ??= openSync(this.path, 'r');
      const bytes = readAll(this.#descriptor, isWhole);
      this.#failure = null;
      return bytes;
    } catch (error) {
      this.#failure = errorCode(error);
      this.close();
      return null;
    }
  }

  /**
   * The text without surrounding blanks, of a file that the kernel hands out in one piece: an
   * attribute of /sys, or one of /proc that is a line or two.
   */
  readWord(): string | null {
    return this.#readPieces(endsLine)?.toString('utf8').trim() ?? null;
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

function isNeverWhole(): boolean {
  return false;
}

const newline = 0x0a;

/** Asking once more, only to hear that there is no more, would double the number of calls. */
function endsLine(bytes: Buffer, length: number): boolean {
  return bytes[length - 1] === newline;
}

/** The kernel hands out a file in pieces of its own size: only an empty read is surely the end. */
function readAll(descriptor: number, isWhole: (bytes: Buffer, length: number) => boolean): Buffer {
  let length = 0;
  for (;;) {
    if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    const count = readSync(descriptor, buffer, length, buffer.length - length, length);
    length += count;
    if (count === 0 || isWhole(buffer, length)) return buffer.subarray(0, length);
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'UNKNOWN';
}
