/** What the endpoint tells of its work; the server counts it for Prometheus. */
export interface WriteMetrics {
  /** A request was answered. */
  answered(status: number, seconds: number): void;
  /** The store confirmed a batch: lines, and bytes of line protocol before packing. */
  stored(points: number, bytes: number): void;
  /** Lines or rows were left out while the rest of their batch was stored. */
  dropped(reason: DropReason, count: number): void;
}

export type DropReason = 'bad-line' | 'type-conflict' | 'series-limit' | 'field-limit';
