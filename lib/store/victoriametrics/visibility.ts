/** Shows readers what was written before they asked; those that ask at once share a flush. */
export class Visibility {
  readonly #flush: () => Promise<void>;
  #written = 0;
  #shown = 0;
  #flushing: Promise<void> | null = null;

  constructor(flush: () => Promise<void>) {
    this.#flush = flush;
  }

  noteWrite(): void {
    this.#written += 1;
  }

  async ensure(): Promise<void> {
    const wanted = this.#written;
    while (this.#shown < wanted) await (this.#flushing ??= this.#run());
  }

  async #run(): Promise<void> {
    const shown = this.#written;
    try {
      await this.#flush();
      this.#shown = shown;
    } finally {
      this.#flushing = null;
    }
  }
}
