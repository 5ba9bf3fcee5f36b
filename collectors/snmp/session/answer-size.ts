const smallest = 1;
const first = 16;
const largest = 128;
/** Good answers in a row after which a size that once failed is tried again. */
const forgetAfter = 64;

/**
 * How many values to ask for at a time. Grows while the device fills what it was asked for, is
 * halved when an answer is too big or does not come, and then stays below what failed for a while:
 * cards in PDUs drop large answers without a word.
 */
export class AnswerSize {
  #size = first;
  #ceiling = largest;
  #goodInARow = 0;

  get values(): number {
    return this.#size;
  }

  answered(asked: number, received: number): void {
    this.#goodInARow += 1;
    if (this.#goodInARow >= forgetAfter) {
      this.#ceiling = Math.min(largest, this.#ceiling * 2);
      this.#goodInARow = 0;
    }
    // A device that cuts its answers short has said how much fits. Columns in one request come in
    // whole rows, so that what was asked for may be a little less than the size.
    if (received >= asked && asked * 2 > this.#size) {
      this.#size = Math.min(this.#ceiling, this.#size * 2);
    }
  }

  failed(asked: number): void {
    this.#goodInARow = 0;
    this.#ceiling = Math.max(smallest, Math.floor(asked / 2));
    this.#size = Math.min(this.#size, this.#ceiling);
  }
}
