const smallest = 1;
const first = 16;
const largest = 128;
/** Good answers after which a size that failed is tried again: at first, and at most. */
const patience = { least: 8, most: 512 };

/**
 * How many values to ask for at a time. Grows while the device fills what it was asked for, is
 * halved when an answer is too big or does not come, and then stays below what failed for a while,
 * longer every time: cards in PDUs drop large answers without a word.
 */
export class AnswerSize {
  #size = first;
  #ceiling = largest;
  /** The most values that have come in one answer. */
  #proven = 0;
  #failedAt = Infinity;
  #patience = patience.least;
  /** Good answers to come until the ceiling rises. */
  #wait = 0;

  get values(): number {
    return this.#size;
  }

  answered(asked: number, received: number): void {
    this.#proven = Math.max(this.#proven, received);
    this.#wait -= 1;
    if (received >= this.#failedAt) this.#forgetFailure();
    else if (this.#wait === 0) this.#ceiling = Math.min(largest, this.#ceiling * 2);
    // A device that cuts its answers short has said how much fits. Columns in one request come in
    // whole rows, so that what was asked for may be a little less than the size.
    if (received >= asked && asked * 2 > this.#size) {
      this.#size = Math.min(this.#ceiling, this.#size * 2);
    }
  }

  /** No answer to the last of so many attempts. One alone may have been lost on the way. */
  unanswered(asked: number, attempts: number): void {
    if (asked > this.#proven || attempts > 1) this.failed(asked);
  }

  /** So many values do not fit. */
  failed(asked: number): void {
    const half = Math.max(smallest, Math.floor(asked / 2));
    this.#failedAt = asked;
    this.#proven = Math.min(this.#proven, half);
    this.#ceiling = half;
    this.#size = Math.min(this.#size, half);
    this.#wait = this.#patience;
    this.#patience = Math.min(patience.most, this.#patience * 2);
  }

  /** It was not the size after all: the answers were lost. */
  #forgetFailure(): void {
    this.#failedAt = Infinity;
    this.#ceiling = largest;
    this.#patience = patience.least;
  }
}
