import { expect } from 'vitest';
import type { SeriesQuery, Store } from '#lib/store/store.ts';
import { lateEndMs, numberedStartMs, rowsPerBatch } from './numbered-batches.ts';

/**
 * Fails unless every batch up to the last one stored is there, whole and once, none is there beyond
 * it, and no acknowledged one is missing.
 *
 * @param acknowledged highest sequence that was acknowledged, −1 for none
 */
export async function expectWholeBatches(
  store: Store,
  source: string,
  acknowledged: number,
): Promise<void> {
  const stored = Number((await store.batchWatermarks()).get(source) ?? -1n);
  expect(stored).toBeGreaterThanOrEqual(acknowledged);
  const batches = stored + 1;
  const read = async (query: Partial<SeriesQuery>) => {
    const answer = await store.series(
      {
        measurement: 'numbered',
        fields: ['number'],
        match: { source: [source] },
        groupBy: [],
        across: 'sum',
        startMs: numberedStartMs,
        endMs: numberedStartMs + (batches + 60) * 1_000,
        stepMs: 1_000,
        maxPoints: 11_000,
        aggregate: 'count',
        ...query,
      },
      new AbortController().signal,
    );
    return answer.series[0]?.values ?? [];
  };
  const inBucket = (index: number, value: number) => (index < batches ? value : null);
  const counts = await read({});
  // An empty answer would agree with itself below.
  if (batches > 0) expect(counts).toHaveLength(batches + 60);
  expect(counts).toEqual(counts.map((_, index) => inBucket(index, rowsPerBatch)));
  const sums = await read({ aggregate: 'sum' });
  expect(sums).toEqual(sums.map((_, index) => inBucket(index, rowsPerBatch * index)));
  const minutes = await read({ stepMs: 60_000 });
  expect(total(minutes)).toBe(rowsPerBatch * batches);
  const late = await read({
    measurement: 'numbered_late',
    startMs: lateEndMs - batches * 1_000,
    endMs: lateEndMs + 1_000,
  });
  expect(total(late)).toBe(batches);
}

function total(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
