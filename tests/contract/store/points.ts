import { describe, expect, it } from 'vitest';
import type { PointsQuery } from '#lib/store/store.ts';
import { integer, sampleTable, text } from '../sample-tables.ts';
import { atNs, signal, startMs, type StoreBench } from './store-bench.ts';

export function describePoints(bench: StoreBench): void {
  describe('points', () => {
    const point = (second: number, gpu: string, code: number) => ({
      tags: { gpu, kind: 'xid' },
      timeNs: atNs(second * 1_000),
      fields: { code: integer(BigInt(code)), ...(code % 2 === 0 && { title: text(`t ${code}`) }) },
    });
    const ask = (query: Partial<PointsQuery> = {}) =>
      bench.store.points(
        {
          measurement: bench.gpu,
          fields: ['title', 'never', 'code'],
          match: {},
          startMs,
          endMs: startMs + 60_000,
          limit: 100,
          ...query,
        },
        signal,
      );

    it('answers each as it was written, newest first, gaps as gaps', async () => {
      const rows = [point(1, 'a', 31), point(2, 'b', 48), point(2, 'a', 79), point(60, 'a', 13)];
      await bench.write(sampleTable(bench.gpu, rows));
      expect(await ask({ match: { gpu: ['a'] } })).toEqual([
        { tags: { gpu: 'a', kind: 'xid' }, timeMs: startMs + 2_000, values: [null, null, 79n] },
        { tags: { gpu: 'a', kind: 'xid' }, timeMs: startMs + 1_000, values: [null, null, 31n] },
      ]);
      const both = await ask();
      expect(both.map(({ timeMs }) => timeMs - startMs)).toEqual([2_000, 2_000, 1_000]);
      expect(both.find(({ tags }) => tags['gpu'] === 'b')?.values).toEqual(['t 48', null, 48n]);
    });

    it('counts the limit over all series and takes the newest', async () => {
      const rows = [1, 2, 3, 4, 5].map((second) => point(second, `gpu ${String(second)}`, second));
      await bench.write(sampleTable(bench.gpu, rows));
      const newest = await ask({ limit: 2 });
      expect(newest.map(({ values }) => values[2])).toEqual([5n, 4n]);
      expect(await ask({ startMs: startMs + 6_000 })).toEqual([]);
      expect(await ask({ measurement: 'absent' })).toEqual([]);
      expect(await ask({ fields: ['never'] })).toEqual([]);
    });

    it('refuses what has no bounds', async () => {
      await bench.write(sampleTable(bench.gpu, [point(1, 'a', 1)]));
      await expect(ask({ endMs: startMs })).rejects.toMatchObject({ code: 'range_invalid' });
      await expect(ask({ limit: 10_001 })).rejects.toMatchObject({ code: 'too_many_points' });
    });
  });
}
