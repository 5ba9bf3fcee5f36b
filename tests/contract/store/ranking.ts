import { describe, expect, it } from 'vitest';
import type { QuantilesQuery, TopQuery } from '#lib/store/store.ts';
import { float, sampleTable, text } from '../sample-tables.ts';
import { atNs, powers, signal, startMs, type StoreBench } from './store-bench.ts';

const endMs = startMs + 60_000;

/** Ten GPUs on two hosts: gpu `g3` draws 3 W, then 6 W. */
const gpus = Array.from({ length: 10 }, (_, index) => ({
  tags: { gpu: `g${index}`, host: index < 5 ? 'h1' : 'h2' },
  watts: index,
}));
const join = { tag: 'host', names: { h1: { rack: 'R1' }, h2: { rack: 'R2' } } };

export function describeRanking(bench: StoreBench): void {
  const writeGpus = async () => {
    for (const { tags, watts } of gpus) {
      await bench.write(sampleTable(bench.gpu, powers([watts, 2 * watts], tags)));
    }
  };
  const top = (query: Partial<TopQuery>) =>
    bench.store.top(
      {
        ...{ measurement: bench.gpu, field: 'power_watts', match: {}, startMs, endMs },
        ...{ aggregate: 'mean', order: 'highest', limit: 3, ...query },
      },
      signal,
    );
  const quantiles = (query: Partial<QuantilesQuery>) =>
    bench.store.quantiles(
      {
        ...{ measurement: bench.gpu, field: 'power_watts', match: {}, startMs, endMs },
        ...{ stepMs: 30_000, maxPoints: 100, aggregate: 'max', quantiles: [0.5, 0.95], ...query },
      },
      signal,
    );

  describe('ranking', () => {
    it('names the highest and the lowest, each with its figure', async () => {
      await writeGpus();
      const highest = await top({});
      expect(highest.items).toEqual([
        { tags: { gpu: 'g9', host: 'h2' }, value: 13.5 },
        { tags: { gpu: 'g8', host: 'h2' }, value: 12 },
        { tags: { gpu: 'g7', host: 'h2' }, value: 10.5 },
      ]);
      expect(highest).toMatchObject({ startMs, endMs });
      const lowest = await top({ order: 'lowest', limit: 2, match: { host: ['h2'] } });
      expect(lowest.items.map(({ tags }) => tags['gpu'])).toEqual(['g5', 'g6']);
    });

    it.each([
      ['mean', 13.5],
      ['min', 9],
      ['max', 18],
      ['last', 18],
      ['sum', 27],
      ['count', 2],
      ['increase', 9],
    ] as const)('ranks by the %s of the range', async (aggregate, value) => {
      await writeGpus();
      const { items } = await top({ aggregate, match: { gpu: ['g9'] } });
      expect(items).toEqual([{ tags: { gpu: 'g9', host: 'h2' }, value }]);
    });

    it('ranks groups, named by the inventory', async () => {
      await writeGpus();
      const { items } = await top({ join, groupBy: ['rack'], across: 'sum', aggregate: 'max' });
      expect(items).toEqual([
        { tags: { rack: 'R2' }, value: 70 },
        { tags: { rack: 'R1' }, value: 20 },
      ]);
    });

    it('ranks nothing where nothing was stored and refuses more than it may answer', async () => {
      expect((await top({})).items).toEqual([]);
      await expect(top({ limit: 100_000 })).rejects.toMatchObject({ code: 'too_many_series' });
    });
  });

  describe('quantiles', () => {
    it('interpolate between the series, bucket by bucket', async () => {
      await writeGpus();
      const { series, timeMs, stepMs } = await quantiles({});
      expect({ timeMs, stepMs }).toEqual({ timeMs: [startMs, startMs + 30_000], stepMs: 30_000 });
      const [median, high] = series;
      expect(median).toEqual({ quantile: 0.5, tags: {}, values: [9, null] });
      expect(high?.values[0]).toBeCloseTo(17.1, 9);
    });

    it('keep groups apart', async () => {
      await writeGpus();
      const { series } = await quantiles({ join, groupBy: ['rack'], quantiles: [0, 1] });
      const values = series.map(({ tags, quantile, values }) => [tags, quantile, values[0]]);
      expect(values).toEqual(
        expect.arrayContaining([
          [{ rack: 'R1' }, 0, 0],
          [{ rack: 'R1' }, 1, 8],
          [{ rack: 'R2' }, 0, 10],
          [{ rack: 'R2' }, 1, 18],
        ]),
      );
      expect(series).toHaveLength(4);
    });

    it('refuse what is no quantile and what is no number', async () => {
      await expect(quantiles({ quantiles: [95] })).rejects.toMatchObject({
        code: 'quantile_invalid',
      });
      const row = { tags: {}, timeNs: atNs(0), fields: { name: text('a') } };
      await bench.write(sampleTable(bench.gpu, [row]));
      await expect(quantiles({ field: 'name' })).rejects.toMatchObject({
        code: 'field_not_numeric',
      });
    });
  });

  it('gives a grid the values of a series, gaps as NaN', async () => {
    const late = { tags: { gpu: 'b' }, timeNs: atNs(20_000), fields: { power_watts: float(7) } };
    await bench.write(sampleTable(bench.gpu, [...powers([5, 6]), late]));
    const query = bench.query({});
    const grid = await bench.store.grid(query, signal);
    const { timeMs, series, ...same } = await bench.store.series(query, signal);
    expect(grid).toMatchObject({ ...same, startMs: timeMs[0], buckets: timeMs.length });
    const asRows = grid.series.map(({ field, tags, values }) => ({
      ...{ field, tags },
      values: [...values].map((value) => (Number.isNaN(value) ? null : value)),
    }));
    expect(asRows).toEqual(series);
  });
}
