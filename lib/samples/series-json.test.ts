import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seriesJson } from './series-json.ts';
import { seriesAnswerSchema } from './read-series.ts';

const column = fc.record({
  field: fc.string(),
  tags: fc.dictionary(fc.string(), fc.string()),
  values: fc.float64Array({ minLength: 7, maxLength: 7 }),
});

it('writes what JSON.stringify would, with null for what is no number', () => {
  const grid = fc.record({
    tier: fc.constantFrom('raw', '10s', '1m', '1h'),
    stepMs: fc.integer({ min: 1, max: 3_600_000 }),
    startMs: fc.nat(2 ** 40),
    buckets: fc.constant(7),
    series: fc.array(column, { maxLength: 5 }),
  });
  fc.assert(
    fc.property(grid, (answer) => {
      const text = Buffer.concat([...seriesJson(answer)]).toString('utf8');
      const { tier, stepMs, startMs, series } = answer;
      const time = [0, 1, 2, 3, 4, 5, 6].map((bucket) => startMs + bucket * stepMs);
      const rows = series.map((each) => ({ ...each, values: [...each.values] }));
      const expected: unknown = JSON.parse(JSON.stringify({ tier, stepMs, time, series: rows }));
      expect(JSON.parse(text)).toEqual(expected);
      expect(seriesAnswerSchema.safeParse(JSON.parse(text)).success).toBe(true);
    }),
  );
});

it('hands a large answer on in pieces', () => {
  const values = new Float64Array(10_000).fill(1 / 3);
  const series = Array.from({ length: 20 }, (_, gpu) => ({
    ...{ field: 'x', tags: { gpu: String(gpu) }, values },
  }));
  const grid = { tier: '1m', stepMs: 1, startMs: 0, buckets: 10_000, series } as const;
  const pieces = [...seriesJson(grid)];
  expect(pieces.length).toBeGreaterThan(10);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(400_000);
});
