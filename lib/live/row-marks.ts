/** Times and marks of the rows of a measurement, one a series. */
export class RowMarks {
  /** Time of the newest sample, epoch milliseconds; -Infinity = none yet. */
  newestMs: Float64Array;
  /** When something last arrived, by the server's clock. */
  heardMs: Float64Array;
  /** Number of the table's change that was the last to touch the row. */
  changedAt: Float64Array;

  constructor(capacity: number) {
    this.newestMs = new Float64Array(capacity).fill(Number.NEGATIVE_INFINITY);
    this.heardMs = new Float64Array(capacity);
    this.changedAt = new Float64Array(capacity);
  }

  /** For a series that nothing is known of yet. */
  begin(row: number, heardMs: number): void {
    this.newestMs[row] = Number.NEGATIVE_INFINITY;
    this.heardMs[row] = heardMs;
  }

  grow(capacity: number): void {
    const larger = new RowMarks(capacity);
    larger.newestMs.set(this.newestMs);
    larger.heardMs.set(this.heardMs);
    larger.changedAt.set(this.changedAt);
    Object.assign(this, larger);
  }
}
