/** Rounds that a GPU must answer in time before it is read together with the others again. */
const goodRoundsWanted = 10;
const firstWaitMs = 2000;
const longestWaitMs = 300_000;

interface Cell {
  readonly reason: string;
  readonly waitMs: number;
  readonly visitMs: number;
  readonly goodRounds: number;
}

/**
 * GPUs that did not answer in time, by index. Each is read apart, where a call that hangs again
 * holds up nobody, at longer and longer intervals until it has answered well for a while.
 */
export class Quarantine {
  readonly #cells = new Map<number, Cell>();

  has(index: number): boolean {
    return this.#cells.has(index);
  }

  /** It did not answer, for the first time or once more. */
  confine(index: number, reason: string, nowMs: number): void {
    const before = this.#cells.get(index);
    const waitMs = before ? Math.min(before.waitMs * 2, longestWaitMs) : firstWaitMs;
    this.#cells.set(index, { reason, waitMs, visitMs: nowMs + waitMs, goodRounds: 0 });
  }

  /** The GPU to look after now: one at a time, the longest due first. */
  due(nowMs: number): number | null {
    const due = [...this.#cells].filter(([, { visitMs }]) => visitMs <= nowMs);
    due.sort(([, a], [, b]) => a.visitMs - b.visitMs);
    return due[0]?.[0] ?? null;
  }

  /** It answered in time. True when it has done so for long enough and is released. */
  noteAnswer(index: number): boolean {
    const cell = this.#cells.get(index);
    if (!cell) return false;
    const goodRounds = cell.goodRounds + 1;
    if (goodRounds >= goodRoundsWanted) return this.#cells.delete(index);
    this.#cells.set(index, { ...cell, goodRounds });
    return false;
  }

  /** Why each one is here. */
  *reasons(): Iterable<readonly [index: number, reason: string]> {
    for (const [index, { reason }] of this.#cells) yield [index, reason];
  }

  /** The driver has numbered its GPUs anew. */
  clear(): void {
    this.#cells.clear();
  }
}
