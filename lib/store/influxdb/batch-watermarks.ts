import { encodePoint } from '#lib/wire/line-protocol/encode.ts';
import { InOrder } from '../in-order.ts';
import type { BatchId } from '../store.ts';
import type { InfluxClient } from './influx-client.ts';
import { source } from './influxql.ts';
import { batchMeasurement } from './layout.ts';

/**
 * Newest batch of each source. Rows are written before their number: a crash in between makes a
 * replay write the same rows again, which changes nothing.
 */
export class BatchWatermarks {
  readonly known: Map<string, bigint>;
  readonly #client: InfluxClient;
  readonly #policy: string | null;
  readonly #order = new InOrder();

  private constructor(client: InfluxClient, policy: string | null, known: Map<string, bigint>) {
    this.#client = client;
    this.#policy = policy;
    this.known = known;
  }

  /** @param policy where they are kept; null = the default retention policy */
  static async load(
    client: InfluxClient,
    policy: string | null,
    signal: AbortSignal,
  ): Promise<BatchWatermarks> {
    const [series = []] = await client.query(
      `SELECT "sequence" FROM ${source(policy, batchMeasurement)} WHERE time >= 0ms AND time < 1ms GROUP BY "source"`,
      'ns',
      signal,
    );
    const known = series.map(
      ({ tags, values }) => [tags?.['source'] ?? '', BigInt(String(values[0]?.[1] ?? 0))] as const,
    );
    return new BatchWatermarks(client, policy, new Map(known));
  }

  isReplay({ source: name, sequence }: BatchId): boolean {
    const newest = this.known.get(name);
    return newest !== undefined && sequence <= newest;
  }

  /** Batches of one source pass one after the other, so that each sees the one before it. */
  inOrder<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#order.run(name, work);
  }

  async store({ source: name, sequence }: BatchId, signal: AbortSignal): Promise<void> {
    const fields = { sequence: { type: 'integer', value: sequence } } as const;
    const point = { measurement: batchMeasurement, tags: { source: name }, fields, timeNs: 0n };
    await this.#client.write(encodePoint(point), this.#policy, signal);
    this.known.set(name, sequence);
  }
}
