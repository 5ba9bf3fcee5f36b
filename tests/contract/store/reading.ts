import { describe, expect, it } from 'vitest';
import { boolean, float, sampleTable } from '../sample-tables.ts';
import { atNs, byTag, powers, signal, startMs, valuesOf, type StoreBench } from './store-bench.ts';

export function describeReading(bench: StoreBench): void {
  describe('reading', () => {
    it('knows what it stores, also after a restart', async () => {
      await bench.write(sampleTable(bench.gpu, powers([1])));
      await bench.write(
        sampleTable('host_only', [
          { tags: { host: 'a', zone: 'z' }, timeNs: atNs(0), fields: { up: boolean(true) } },
        ]),
      );
      await bench.restart();
      const found = await bench.store.measurements(signal);
      const mine = found.filter(({ name }) => [bench.gpu, 'host_only'].includes(name));
      expect(mine.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
        {
          name: bench.gpu,
          fields: [{ name: 'power_watts', type: 'float' }],
          tags: ['gpu'],
          seriesCount: 1,
        },
        {
          name: 'host_only',
          fields: [{ name: 'up', type: 'boolean' }],
          tags: ['host', 'zone'],
          seriesCount: 1,
        },
      ]);
      expect(await bench.store.listSeries('host_only', signal)).toEqual([{ host: 'a', zone: 'z' }]);
      expect(await bench.store.listSeries('absent', signal)).toEqual([]);
      expect(valuesOf(await bench.series())[0]).toBe(1);
    });

    it('answers the newest values that are young enough', async () => {
      await bench.write(sampleTable(bench.gpu, powers([1, 2], { gpu: 'young' })));
      const old = {
        tags: { gpu: 'old' },
        timeNs: atNs(-3_600_000),
        fields: { power_watts: float(9) },
      };
      await bench.write(sampleTable(bench.gpu, [old]));
      expect(await bench.latest(['power_watts'])).toEqual([
        { tags: { gpu: 'young' }, timeMs: startMs + 1_000, values: [2] },
      ]);
    });

    it('takes the newest value of each field on its own', async () => {
      const tags = { gpu: 'a' };
      await bench.write(
        sampleTable(bench.gpu, [
          { tags, timeNs: atNs(0), fields: { x: float(1), y: float(1) } },
          { tags, timeNs: atNs(1_000), fields: { x: float(2) } },
        ]),
      );
      expect(await bench.latest(['x', 'y'])).toMatchObject([
        { values: [2, 1], timeMs: startMs + 1_000 },
      ]);
    });

    it.each([
      ['mean', 2],
      ['min', 1],
      ['max', 3],
      ['last', 3],
      ['sum', 6],
      ['count', 3],
    ] as const)('aggregates a bucket by %s', async (aggregate, expected) => {
      await bench.write(sampleTable(bench.gpu, powers([1, 2, 3])));
      expect(valuesOf(await bench.series({ aggregate }))).toEqual([
        expected,
        null,
        null,
        null,
        null,
        null,
      ]);
    });

    it('leaves a bucket without samples null', async () => {
      await bench.write(sampleTable(bench.gpu, powers([5, ...Array<null>(24).fill(null), 7])));
      expect(valuesOf(await bench.series())).toEqual([5, null, 7, null, null, null]);
    });

    it('excludes the end and starts buckets at multiples of the step', async () => {
      await bench.write(sampleTable(bench.gpu, powers(Array<number>(60).fill(1))));
      const answer = await bench.series({
        startMs: startMs + 15_000,
        endMs: startMs + 30_000,
        aggregate: 'count',
      });
      expect(answer.timeMs).toEqual([startMs + 10_000, startMs + 20_000]);
      expect(valuesOf(answer)).toEqual([10, 10]);
    });

    it('matches tags, groups by them and merges across', async () => {
      for (const [gpu, host, watts] of gpus) {
        await bench.write(sampleTable(bench.gpu, powers([watts], { gpu, host })));
      }
      const grouped = await bench.series({ groupBy: ['host'], across: 'sum', endMs: oneBucket });
      expect(byTag(grouped.series, 'host')).toEqual({ h1: [30], h2: [70] });
      const largest = await bench.series({ groupBy: [], across: 'max', endMs: oneBucket });
      expect(largest.series).toMatchObject([{ tags: {}, values: [40] }]);
      const some = await bench.series({
        match: { host: ['h2', 'h3'], gpu: ['g3'] },
        endMs: oneBucket,
      });
      expect(some.series).toMatchObject([{ tags: { gpu: 'g3', host: 'h2' }, values: [30] }]);
    });

    it('matches and groups by names joined from the inventory', async () => {
      for (const [gpu, host, watts] of gpus) {
        await bench.write(sampleTable(bench.gpu, powers([watts], { gpu, host })));
      }
      const join = { tag: 'host', names: { h1: { rack: 'R1' }, h2: { rack: 'R2' } } };
      const grouped = await bench.series({
        join,
        groupBy: ['rack'],
        across: 'sum',
        endMs: oneBucket,
      });
      expect(byTag(grouped.series, 'rack')).toEqual({ R1: [30], R2: [70] });
      const matched = await bench.store.latest(
        {
          measurement: bench.gpu,
          fields: ['power_watts'],
          match: { rack: ['R1'] },
          join,
          nowMs: startMs,
          maxAgeMs: 1_000,
        },
        signal,
      );
      expect(Object.keys(byTag(matched, 'gpu')).sort()).toEqual(['g1', 'g2']);
    });

    it('finds nothing where nothing was stored', async () => {
      expect(await bench.latest(['x'])).toEqual([]);
      expect(await bench.series()).toMatchObject({ series: [] });
    });
  });
}

/** End of a range that has a single bucket. */
const oneBucket = startMs + 10_000;

const gpus = [
  ['g1', 'h1', 10],
  ['g2', 'h1', 20],
  ['g3', 'h2', 30],
  ['g4', 'h2', 40],
] as const;
