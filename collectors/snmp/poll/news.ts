/** What does not change is told again after so long, for whoever came later. */
const repeatedAfterMs = 600_000;

interface Told {
  readonly content: string;
  readonly atMs: number;
}

/** Remembers what was told of one device: it is news at first, when it changes and now and then. */
export class News {
  readonly #told = new Map<string, Told>();

  /** True when it is to be told now; then it is taken for told. */
  isDue(what: string, content: unknown, atMs: number): boolean {
    const text = JSON.stringify(content);
    const told = this.#told.get(what);
    if (told?.content === text && atMs - told.atMs < repeatedAfterMs) return false;
    this.#told.set(what, { content: text, atMs });
    return true;
  }

  /** Forgets what is no longer there. */
  keep(isThere: (what: string) => boolean): void {
    for (const what of this.#told.keys()) if (!isThere(what)) this.#told.delete(what);
  }
}
