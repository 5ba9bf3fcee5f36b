/** From the first to the last sequence, both included. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/** A set of sequences kept as ranges: an agent that never lost its server has one. */
export class SequenceSet {
  #ranges: SequenceRange[];

  constructor(ranges: readonly SequenceRange[] = []) {
    this.#ranges = [];
    for (const range of ranges) this.add(range);
  }

  get ranges(): readonly SequenceRange[] {
    return this.#ranges;
  }

  has(sequence: number): boolean {
    return this.endOfRange(sequence) !== null;
  }

  /** Last sequence of the range that holds this one, or null when none does. */
  endOfRange(sequence: number): number | null {
    return this.#ranges.find(({ from, to }) => sequence >= from && sequence <= to)?.to ?? null;
  }

  /** How many sequences of a range are in the set. */
  countWithin({ from, to }: SequenceRange): number {
    return this.#ranges.reduce(
      (count, range) =>
        count + Math.max(0, Math.min(to, range.to) - Math.max(from, range.from) + 1),
      0,
    );
  }

  add({ from, to }: SequenceRange): void {
    if (to < from) return;
    const touching = this.#ranges.filter((range) => range.to >= from - 1 && range.from <= to + 1);
    const merged = {
      from: Math.min(from, ...touching.map((range) => range.from)),
      to: Math.max(to, ...touching.map((range) => range.to)),
    };
    this.#ranges = [...this.#ranges.filter((range) => !touching.includes(range)), merged].sort(
      (a, b) => a.from - b.from,
    );
  }

  /** Forgets every sequence before `first`. */
  dropBefore(first: number): void {
    this.#ranges = this.#ranges
      .filter((range) => range.to >= first)
      .map((range) => ({ from: Math.max(range.from, first), to: range.to }));
  }
}
