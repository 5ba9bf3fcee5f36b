import { clockAheadMs } from '../clock-ahead.ts';
import type { BatchId } from '../store.ts';
import { batchMetric, sourceLabel } from './labels.ts';
import { duration } from './metricsql.ts';
import { jsonLine } from './series-head.ts';
import type { VictoriaClient } from './victoria-client.ts';

const longestKeepMs = 3_660 * 86_400_000;
/** Larger whole numbers would be rounded, maybe up, which would call a new batch a replay. */
const largestExact = 2n ** 53n;

/** Newest batch of each source. Rows are written before their number. */
export class BatchMarks {
  readonly known: Map<string, bigint>;

  private constructor(known: Map<string, bigint>) {
    this.known = known;
  }

  static async load(
    client: VictoriaClient,
    nowMs: number,
    signal: AbortSignal,
  ): Promise<BatchMarks> {
    // Numbers of a source only grow, so the largest one is the newest.
    const query = `max_over_time(${batchMetric}[${duration(longestKeepMs)}])`;
    const found = await client.instant(query, nowMs + clockAheadMs, signal);
    return new BatchMarks(
      new Map(found.map(({ labels, value }) => [labels[sourceLabel] ?? '', BigInt(value)])),
    );
  }

  isReplay({ source, sequence }: BatchId): boolean {
    const newest = this.known.get(source);
    return newest !== undefined && sequence <= newest;
  }

  line({ source, sequence }: BatchId, nowMs: number): string {
    if (sequence > largestExact) return '';
    return jsonLine(batchMetric, { [sourceLabel]: source }, String(sequence), nowMs);
  }

  note({ source, sequence }: BatchId): void {
    this.known.set(source, sequence);
  }
}
