/** Buffers that the calls of one library fill. Calls do not overlap, so they share them. */
export class Scratch {
  /** Four 8-byte slots, for the calls that fill up to four numbers. */
  readonly words = new Uint32Array(8);
  readonly second = this.words.subarray(2);
  readonly third = this.words.subarray(4);
  readonly fourth = this.words.subarray(6);
  /** One struct or one text. */
  readonly record = Buffer.alloc(1024);

  /** Blanks the slots: a call that succeeds without filling one then reads as no data. */
  blankWords(): Uint32Array {
    return this.words.fill(0xffff_ffff);
  }

  word(slot: 0 | 1 | 2 | 3): number {
    return this.words[slot * 2] ?? 0;
  }

  long(): number {
    return this.word(0) + (this.words[1] ?? 0) * 0x1_0000_0000;
  }
}
