/** Given as the reason: without one, every abort makes an error with a stack. */
const roundIsOver = 'the round is over';

/**
 * Tells the rounds of one collector to end. The signal they share is made anew only after it was
 * used: nearly every round ends by itself, and a signal of its own would cost more than its samples.
 */
export class RoundAbort {
  readonly #parent: AbortSignal;
  #controller = new AbortController();

  /** @param parent ends every round, now and later */
  constructor(parent: AbortSignal) {
    this.#parent = parent;
    parent.addEventListener('abort', () => this.#controller.abort(roundIsOver));
    if (parent.aborted) this.#controller.abort(roundIsOver);
  }

  /** For the round that begins now. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the rounds begun so far. */
  abort(): void {
    this.#controller.abort(roundIsOver);
    if (!this.#parent.aborted) this.#controller = new AbortController();
  }

  /** A signal that is aborted with that of the rounds begun so far, or by `end`. */
  follow(): { readonly signal: AbortSignal; end(): void } {
    const followed = this.signal;
    const follower = new AbortController();
    const end = () => {
      followed.removeEventListener('abort', end);
      follower.abort(roundIsOver);
    };
    followed.addEventListener('abort', end);
    if (followed.aborted) end();
    return { signal: follower.signal, end };
  }
}
