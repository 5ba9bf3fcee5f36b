/** Lines of one batch, ended each by a newline. */
export interface Batch {
  readonly bytes: Uint8Array;
  readonly lines: number;
}

const zero = 48;
const dot = 46;
const minus = 45;
const lineFeed = 10;
const powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
/** Longest that one field or one head may be; a head holds tags and static fields. */
const headroom = 4_096;

/**
 * Line protocol straight into bytes. What repeats from second to second (names, tags, fields that do
 * not change) is encoded once by the caller; here only digits are made.
 */
export class LineWriter {
  readonly #onFull: (batch: Batch) => void;
  readonly #maxLines: number;
  #bytes: Uint8Array;
  #length = 0;
  #lines = 0;

  /** @param onFull takes a batch as soon as it has `maxLines` */
  constructor(maxLines: number, onFull: (batch: Batch) => void) {
    this.#onFull = onFull;
    this.#maxLines = maxLines;
    this.#bytes = new Uint8Array(256 * 1024);
  }

  /** Begins a line with `measurement,tags `. */
  begin(head: Uint8Array): void {
    if (this.#length + headroom + head.length > this.#bytes.length) this.#grow();
    this.raw(head);
  }

  /** Short runs of bytes are copied faster by hand than by `set`. */
  raw(bytes: Uint8Array): void {
    const target = this.#bytes;
    let length = this.#length;
    if (bytes.length > 48) {
      target.set(bytes, length);
      this.#length = length + bytes.length;
      return;
    }
    for (const byte of bytes) {
      target[length] = byte;
      length += 1;
    }
    this.#length = length;
  }

  /** A number with up to six digits after the point: `,name=` and the value. */
  float(name: Uint8Array, value: number, digits: number): void {
    this.raw(name);
    const scale = powers[digits] ?? 1;
    const scaled = Math.round(Math.abs(value) * scale);
    if (value < 0 && scaled > 0) this.#byte(minus);
    const whole = Math.floor(scaled / scale);
    this.#digits(whole);
    if (digits === 0) return;
    this.#byte(dot);
    this.#padded(scaled - whole * scale, digits);
  }

  /** A whole number of the type integer; a double holds it to 2^53, beyond it to a few units. */
  integer(name: Uint8Array, value: number): void {
    this.raw(name);
    if (value < 0) this.#byte(minus);
    this.#digits(Math.floor(Math.abs(value)));
    this.#byte(105);
  }

  /** Ends a line with its time. */
  end(time: Uint8Array): void {
    this.raw(time);
    this.#byte(lineFeed);
    this.#lines += 1;
    if (this.#lines >= this.#maxLines) this.flush();
  }

  /** Hands over what there is. */
  flush(): void {
    if (this.#lines === 0) return;
    const batch = { bytes: this.#bytes.slice(0, this.#length), lines: this.#lines };
    this.#length = 0;
    this.#lines = 0;
    this.#onFull(batch);
  }

  #byte(byte: number): void {
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }

  #digits(value: number): void {
    // Integers of 31 bits divide much faster than doubles.
    if (value >= 1e9) {
      const high = Math.floor(value / 1e9);
      this.#digits(high);
      this.#padded(value - high * 1e9, 9);
      return;
    }
    let rest = value | 0;
    let count = 1;
    for (let limit = 10; rest >= limit && count < 9; limit *= 10) count += 1;
    const target = this.#bytes;
    for (let at = this.#length + count - 1; at >= this.#length; at -= 1) {
      const next = (rest / 10) | 0;
      target[at] = zero + rest - next * 10;
      rest = next;
    }
    this.#length += count;
  }

  #padded(value: number, digits: number): void {
    let rest = value | 0;
    const target = this.#bytes;
    for (let at = this.#length + digits - 1; at >= this.#length; at -= 1) {
      const next = (rest / 10) | 0;
      target[at] = zero + rest - next * 10;
      rest = next;
    }
    this.#length += digits;
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2 + headroom);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

const encoder = new TextEncoder();

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** `name=` of the first field of a line. */
export function firstField(name: string): Uint8Array {
  return bytesOf(`${name}=`);
}

/** `,name=` of a further field. */
export function nextField(name: string): Uint8Array {
  return bytesOf(`,${name}=`);
}
