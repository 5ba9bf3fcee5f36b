import { setImmediate } from 'node:timers/promises';
import type { DuckDBMaterializedResult, DuckDBVector } from '@duckdb/node-api';

/** Chunks of 2,048 rows taken before others of the thread have a turn. */
const chunksATurn = 64;

/** Numbers by field, then group, then bucket, in one buffer that can be handed to another thread. */
export class ValueBlock {
  readonly #values: Float64Array;
  readonly #known: Uint8Array;
  readonly #groups: number;
  readonly #buckets: number;

  constructor(fields: number, groups: number, buckets: number) {
    this.#values = new Float64Array(fields * groups * buckets).fill(Number.NaN);
    this.#known = new Uint8Array(fields * groups);
    this.#groups = groups;
    this.#buckets = buckets;
  }

  /**
   * Takes rows of group, bucket and one number a field, NaN for a gap.
   *
   * @param groupOf group of each series, where rows name series instead; -1 = not wanted
   */
  async fill(
    result: DuckDBMaterializedResult,
    signal: AbortSignal,
    groupOf: Int32Array | null = null,
  ): Promise<void> {
    const fields = result.columnCount - 2;
    for (let index = 0; index < result.chunkCount; index += 1) {
      if (index % chunksATurn === 0) {
        await setImmediate();
        signal.throwIfAborted();
      }
      const chunk = result.getChunk(index);
      const named = numbersIn(chunk.getColumnVector(0));
      const groups = groupOf ? named.map((series) => groupOf[series] ?? -1) : named;
      const buckets = numbersIn(chunk.getColumnVector(1));
      for (let field = 0; field < fields; field += 1) {
        this.#put(field, groups, buckets, numbersIn(chunk.getColumnVector(field + 2)));
      }
    }
  }

  isEmpty(field: number, group: number): boolean {
    return this.#known[field * this.#groups + group] !== 1;
  }

  column(field: number, group: number): Float64Array {
    const from = (field * this.#groups + group) * this.#buckets;
    return this.#values.subarray(from, from + this.#buckets);
  }

  #put(field: number, groups: Numbers, buckets: Numbers, values: Numbers): void {
    const first = field * this.#groups;
    for (let row = 0; row < groups.length; row += 1) {
      const value = values[row] ?? Number.NaN;
      const group = groups[row] ?? -1;
      if (Number.isNaN(value) || group < 0) continue;
      const column = first + group;
      this.#known[column] = 1;
      this.#values[column * this.#buckets + (buckets[row] ?? 0)] = value;
    }
  }
}

type Numbers = Int32Array | Float64Array;

/**
 * Vectors of INTEGER and DOUBLE keep their numbers in a typed array. It holds anything where there
 * is null, so a statement that is read by it turns null into NaN.
 */
function numbersIn(vector: DuckDBVector): Numbers {
  return (vector as unknown as { items: Numbers }).items;
}
