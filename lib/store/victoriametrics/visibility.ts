import type { VictoriaClient } from './victoria-client.ts';

/** The server caches answers about times that are longer ago than 5 min. */
const cachedAgeMs = 4 * 60_000;

/** Shows readers what was written before they asked; those that ask at once share a flush. */
export class Visibility {
  readonly #client: VictoriaClient;
  readonly #clock: () => number;
  readonly #signal: AbortSignal;
  #written = 0;
  #shown = 0;
  #hasOldRows = false;
  #flushing: Promise<void> | null = null;

  /** @param signal breaks off a flush, which nobody who waits for it may do alone */
  constructor(client: VictoriaClient, clock: () => number, signal: AbortSignal) {
    this.#client = client;
    this.#clock = clock;
    this.#signal = signal;
  }

  noteWrite(oldestMs: number): void {
    this.#written += 1;
    if (oldestMs < this.#clock() - cachedAgeMs) this.#hasOldRows = true;
  }

  async ensure(): Promise<void> {
    const wanted = this.#written;
    while (this.#shown < wanted) await (this.#flushing ??= this.#run());
  }

  async #run(): Promise<void> {
    const shown = this.#written;
    const hasOldRows = this.#hasOldRows;
    this.#hasOldRows = false;
    try {
      await this.#client.flush(this.#signal);
      if (hasOldRows) await this.#client.forgetAnswers(this.#signal);
      this.#shown = shown;
    } catch (error) {
      this.#hasOldRows ||= hasOldRows;
      throw error;
    } finally {
      this.#flushing = null;
    }
  }
}
