import { gzipSync } from 'node:zlib';
import type { Point } from '#lib/model/sample.ts';
import { PointEncoder } from '#lib/wire/line-protocol/encode.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { Wakeup } from './wakeup.ts';

export interface OutboxOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Takes a batch: line protocol, gzip-compressed. Batches may be joined end to end. */
  readonly deliver: (payload: Buffer) => void;
}

/** Collectors that are due together end up in one batch, and nobody waits long for it. */
const gatherMs = 200;
const batchPoints = 2000;

/** Collects points for a moment and makes batches of them. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #filled = new Wakeup();
  readonly #encoder = new PointEncoder({ mendsTagValues: true });
  #points: Point[] = [];
  #refused = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  add(points: readonly Point[]): void {
    if (points.length === 0) return;
    for (const point of points) this.#points.push(point);
    this.#filled.wake();
  }

  /** Makes batches until the signal is aborted; then flush() makes the last one. */
  async run(signal: AbortSignal): Promise<void> {
    this.#filled.wakeAtEnd(signal);
    while (!signal.aborted) {
      if (this.#points.length === 0) await this.#filled.wait();
      await this.#options.clock.sleep(gatherMs, signal);
      this.flush();
    }
  }

  flush(): void {
    while (this.#points.length > 0) {
      const text = this.#encoder.encodeAll(this.#points.splice(0, batchPoints), (error) => {
        this.#noteRefused(error.message);
      });
      if (text !== '') this.#options.deliver(gzipSync(text, { level: 1 }));
    }
  }

  /** A point that line protocol cannot carry is a collector's mistake: told once. */
  #noteRefused(reason: string): void {
    this.#refused += 1;
    if (this.#refused === 1) this.#options.log.error({}, `a point is left out: ${reason}`);
  }
}
