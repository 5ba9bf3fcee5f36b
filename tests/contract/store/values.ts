import { describe, expect, it } from 'vitest';
import { boolean, float, integer, sampleTable, text, unsigned } from '../sample-tables.ts';
import { atNs, byTag, startMs, valuesOf, type StoreBench } from './store-bench.ts';

export function describeValues(bench: StoreBench): void {
  describe('values', () => {
    bench.itNeeds('exact numbers', 'gives every type back bit for bit', async () => {
      const fields = {
        a: float(-1.2345678901234568e-300),
        b: integer(-(2n ** 63n)),
        c: unsigned(2n ** 63n - 1n),
        d: text('line one\nline "two"\\, ünï 😀'),
        e: boolean(false),
      };
      await bench.write(sampleTable(bench.gpu, [{ tags: { host: 'a' }, timeNs: atNs(0), fields }]));
      const [row] = await bench.latest(['a', 'b', 'c', 'd', 'e']);
      expect(row).toEqual({
        tags: { host: 'a' },
        timeMs: startMs,
        values: Object.values(fields).map(({ value }) => value),
      });
    });

    bench.itNeeds('nanoseconds', 'keeps times apart that differ by a nanosecond', async () => {
      await bench.write(
        sampleTable(bench.gpu, [
          { tags: {}, timeNs: atNs(0), fields: { power_watts: float(1) } },
          { tags: {}, timeNs: atNs(0) + 1n, fields: { power_watts: float(2) } },
        ]),
      );
      expect(valuesOf(await bench.series({ aggregate: 'count' }))[0]).toBe(2);
    });

    it('leaves a value that never came out of every answer', async () => {
      await bench.write(
        sampleTable(bench.gpu, [
          { tags: { gpu: 'a' }, timeNs: atNs(0), fields: { x: float(1) } },
          { tags: { gpu: 'b' }, timeNs: atNs(0), fields: { y: float(2) } },
        ]),
      );
      const rows = await bench.latest(['x', 'y', 'never']);
      expect(byTag(rows, 'gpu')).toEqual({ a: [1, null, null], b: [null, 2, null] });
    });

    it.each(oddNames)('takes %j as the name of a measurement, a tag and a field', async (odd) => {
      const tagged = { tags: { [odd]: odd }, timeNs: atNs(0), fields: { x: float(7) } };
      await bench.write(sampleTable(odd, [tagged]));
      expect(await bench.latest(['x'], { [odd]: [odd] }, odd)).toEqual([
        { tags: { [odd]: odd }, timeMs: startMs, values: [7] },
      ]);
      const grouped = await bench.series({ measurement: odd, fields: ['x'], groupBy: [odd] });
      expect(grouped.series).toMatchObject([{ field: 'x', tags: { [odd]: odd } }]);

      const named = { tags: {}, timeNs: atNs(0), fields: { [odd]: float(8) } };
      await bench.write(sampleTable(bench.gpu, [named]));
      expect(await bench.latest([odd])).toEqual([{ tags: {}, timeMs: startMs, values: [8] }]);
      expect((await bench.series({ fields: [odd] })).series).toMatchObject([{ field: odd }]);
    });
  });
}

const oddNames = [
  'temp',
  'select',
  'a b,c=d',
  'quote"s and \'s',
  'semi; DROP TABLE series; --',
  'back\\slash',
  'línea\u2028😀',
  '$1',
  '__proto__',
];
