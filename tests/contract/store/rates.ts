import { describe, expect, it } from 'vitest';
import type { SampleTable } from '#lib/model/sample.ts';
import type { SeriesQuery } from '#lib/store/store.ts';
import { sampleTable, unsigned } from '../sample-tables.ts';
import { atNs, startMs, valuesOf, type StoreBench } from './store-bench.ts';

export function describeRates(bench: StoreBench): void {
  describe('rates', () => {
    const counter = (values: readonly (number | null)[]): SampleTable =>
      sampleTable(
        bench.gpu,
        values.flatMap((value, second) =>
          value === null
            ? []
            : [
                {
                  tags: {},
                  timeNs: atNs(second * 1_000),
                  fields: { bytes_total: unsigned(BigInt(value)) },
                },
              ],
        ),
      );
    const rate = (query: Partial<SeriesQuery> = {}) =>
      bench.series({ fields: ['bytes_total'], aggregate: 'rate', ...query });

    it('counts the increase between buckets', async () => {
      await bench.write(counter(Array.from({ length: 60 }, (_, second) => second * 5)));
      expect(valuesOf(await rate())).toEqual([5, 5, 5, 5, 5, 5]);
    });

    it('uses the sample before the range', async () => {
      await bench.write(counter(Array.from({ length: 60 }, (_, second) => second * 5)));
      const answer = await rate({ startMs: startMs + 20_000, endMs: startMs + 30_000 });
      expect(valuesOf(answer)).toEqual([5]);
    });

    it('counts from zero after a reset and never backwards', async () => {
      await bench.write(counter([1_000, 1_010, 4, 10]));
      const total = (valuesOf(await rate())[0] ?? 0) * 3;
      expect(total).toBeCloseTo(10 + 4 + 6, 9);
    });

    it('spreads an increase over the time in which it was not seen, and leaves the gap null', async () => {
      await bench.write(counter([0, ...Array<null>(24).fill(null), 50]));
      expect(valuesOf(await rate())).toEqual([null, null, 2, null, null, null]);
    });
  });
}
