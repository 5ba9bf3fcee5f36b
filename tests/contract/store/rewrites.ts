import { describe, expect, it } from 'vitest';
import type { SampleTable } from '#lib/model/sample.ts';
import { float, sampleTable, text, type Row } from '../sample-tables.ts';
import { atNs, powers, signal, valuesOf, type StoreBench } from './store-bench.ts';

export function describeRewrites(bench: StoreBench): void {
  describe('writing again', () => {
    bench.itNeeds('overwriting', 'overwrites the same series and time field by field', async () => {
      const row = (fields: Row['fields']): SampleTable =>
        sampleTable(bench.gpu, [{ tags: { gpu: 'a' }, timeNs: atNs(0), fields }]);
      await bench.write(row({ x: float(1), y: float(2) }));
      await bench.write(row({ y: float(3), z: float(4) }));
      expect(await bench.latest(['x', 'y', 'z'])).toMatchObject([{ values: [1, 3, 4] }]);
      expect(valuesOf(await bench.series({ fields: ['y'], aggregate: 'count' }))[0]).toBe(1);
    });

    bench.itNeeds('overwriting', 'overwrites an older time between newer ones', async () => {
      await bench.write(sampleTable(bench.gpu, powers([1, 2, 3])));
      await bench.write(sampleTable(bench.gpu, powers([null, 20])));
      expect(valuesOf(await bench.series({ aggregate: 'sum' }))[0]).toBe(24);
    });

    it('joins fields of one series and time that come on lines of their own', async () => {
      const tags = { gpu: 'a' };
      await bench.write(
        sampleTable(bench.gpu, [
          { tags, timeNs: atNs(0), fields: { x: float(1) } },
          { tags, timeNs: atNs(0), fields: { y: float(2) } },
          { tags, timeNs: atNs(0), fields: { x: float(3) } },
        ]),
      );
      expect(await bench.latest(['x', 'y'])).toMatchObject([{ values: [3, 2] }]);
      expect(valuesOf(await bench.series({ fields: ['x'], aggregate: 'count' }))[0]).toBe(1);
    });

    it('takes samples that come late and out of order', async () => {
      await bench.write(sampleTable(bench.gpu, powers([null, null, 3])));
      await bench.write(sampleTable(bench.gpu, powers([null, 2, null, 4]).reverse()));
      await bench.write(sampleTable(bench.gpu, powers([1])));
      expect(valuesOf(await bench.series({ aggregate: 'sum' }))[0]).toBe(10);
      expect(valuesOf(await bench.series({ aggregate: 'last' }))[0]).toBe(4);
    });

    it('keeps what two tables of one write say of older times', async () => {
      const late = (offsetMs: number, fields: Row['fields']): Row => ({
        tags: { gpu: 'a' },
        timeNs: atNs(offsetMs),
        fields,
      });
      await bench.write(sampleTable(bench.gpu, [late(30_000, { a: float(9) })]));
      await bench.write(
        sampleTable(bench.gpu, [late(0, { a: float(1) })]),
        sampleTable(bench.gpu, [late(0, { b: float(2) }), late(1_000, { a: float(3) })]),
      );
      const sumOf = async (field: string) =>
        valuesOf(await bench.series({ fields: [field], aggregate: 'sum' }))[0];
      expect([await sumOf('a'), await sumOf('b')]).toEqual([4, 2]);
    });

    it('changes nothing when a batch comes twice, also after a restart', async () => {
      const batch = { source: bench.gpu, sequence: 7n };
      const first = await bench.store.write({
        tables: [sampleTable(bench.gpu, powers([1]))],
        batch,
      });
      const again = await bench.store.write({
        tables: [sampleTable(bench.gpu, powers([9]))],
        batch,
      });
      await bench.restart();
      const later = await bench.store.write({
        tables: [sampleTable(bench.gpu, powers([9]))],
        batch,
      });
      const kinds = [first, again, later].map(({ kind }) => kind);
      expect(kinds).toEqual(['stored', 'replayed', 'replayed']);
      expect(valuesOf(await bench.series({ aggregate: 'sum' }))[0]).toBe(1);
      expect((await bench.store.batchWatermarks()).get(bench.gpu)).toBe(7n);
    });

    it('numbers the batches of each source on their own', async () => {
      const send = (source: string, sequence: bigint, second: number) =>
        bench.store.write({
          tables: [sampleTable(bench.gpu, powers([...Array<null>(second).fill(null), 1]))],
          batch: { source: `${bench.gpu} ${source}`, sequence },
        });
      const outcomes = await Promise.all([send('a', 5n, 0), send('b', 4n, 1), send('a', 4n, 2)]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'stored', 'replayed']);
      expect(valuesOf(await bench.series({ aggregate: 'count' }))[0]).toBe(2);
    });

    it('rejects a field that changes its type and stores the rest', async () => {
      await bench.write(
        sampleTable(bench.gpu, [{ tags: {}, timeNs: atNs(0), fields: { x: float(1) } }]),
      );
      const outcome = await bench.write(
        sampleTable(bench.gpu, [
          { tags: {}, timeNs: atNs(1), fields: { x: text('no'), y: float(2) } },
        ]),
      );
      expect(outcome).toEqual({
        kind: 'stored',
        rejected: [
          { measurement: bench.gpu, field: 'x', expected: 'float', received: 'string', rows: 1 },
        ],
      });
      expect(await bench.latest(['x', 'y'])).toMatchObject([{ values: [1, 2] }]);
    });

    it('keeps what writers at the same time sent', async () => {
      const writes = Array.from({ length: 40 }, (_, index) =>
        bench.write(
          sampleTable(
            `${bench.gpu}_${String(index % 4)}`,
            powers([1, 2, 3], { gpu: String(index) }),
          ),
        ),
      );
      await Promise.all(writes);
      const found = await bench.store.measurements(signal);
      const mine = found.filter(({ name }) => name.startsWith(bench.gpu));
      expect(mine.map(({ seriesCount }) => seriesCount)).toEqual([10, 10, 10, 10]);
    });
  });
}
