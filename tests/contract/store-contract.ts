import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeLimits } from './store/limits.ts';
import { describePoints } from './store/points.ts';
import { describeRanking } from './store/ranking.ts';
import { describeRates } from './store/rates.ts';
import { describeReading } from './store/reading.ts';
import { describeRewrites } from './store/rewrites.ts';
import { describeRollups } from './store/rollups.ts';
import { StoreBench, type StorePlace } from './store/store-bench.ts';
import { describeValues } from './store/values.ts';

/** Every store passes these cases unchanged. */
export function describeStore(name: string, place: StorePlace): void {
  describe(`${name} store`, () => {
    const bench = new StoreBench(place);
    beforeAll(() => bench.open());
    beforeEach(() => bench.nextCase());
    afterAll(() => bench.remove());

    describeValues(bench);
    describeRewrites(bench);
    describeReading(bench);
    describePoints(bench);
    describeRates(bench);
    describeRanking(bench);
    describeLimits(bench);
    describeRollups(bench);

    it('closes twice and then refuses in one sentence', async () => {
      const { store } = bench;
      await store.close();
      await store.close();
      await expect(store.write({ tables: [] })).rejects.toThrow('use store: it is closed');
      await bench.open();
    });
  });
}
