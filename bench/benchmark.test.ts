import { describe, expect, it } from 'vitest';
import { compare } from './benchmark.ts';
import { measurementRow } from './table.ts';

/** Answers the given rates in turn; the first is the round that does not count. */
function rates(...values: readonly number[]): () => number {
  const left = [...values];
  return () => left.shift() ?? Number.NaN;
}

describe('compare', () => {
  it('takes the medians, and the ratio from rounds that ran together', async () => {
    const measurement = await compare({
      what: 'gpt',
      unit: 'flops_per_second',
      referenceWhat: 'plain',
      rounds: 3,
      measure: rates(1, 800, 100, 400),
      reference: rates(9, 200, 20, 80),
    });
    expect(measurement).toEqual({
      what: 'gpt',
      unit: 'flops_per_second',
      value: 400,
      reference: { what: 'plain', value: 80 },
      ratio: 5,
      ratioRange: [4, 5],
      rounds: 3,
    });
  });

  it('lies between the middle two of an even number of rounds', async () => {
    const contest = { what: 'x', unit: 'per_second' as const, referenceWhat: 'z', rounds: 2 };
    const measure = rates(0, 10, 20);
    expect((await compare({ ...contest, measure, reference: () => 1 })).value).toBe(15);
  });

  it('refuses to say anything without a round', async () => {
    const contest = { what: 'x', unit: 'per_second' as const, referenceWhat: 'z', rounds: 0 };
    const one = () => 1;
    await expect(compare({ ...contest, measure: one, reference: one })).rejects.toThrow(/no round/);
  });
});

describe('measurementRow', () => {
  it('shows rates in short and the ratio with its range', () => {
    const row = measurementRow('training', {
      what: 'gpt',
      unit: 'flops_per_second',
      value: 8.4321e9,
      reference: { what: 'plain matmul', value: 1.6e9 },
      ratio: 5.27,
      ratioRange: [4.9, 5.5],
      rounds: 7,
    });
    expect(row.replace(/ {2,}/g, ' | ')).toBe(
      'training | gpt | 8.43 GFLOP/s | plain matmul 1.60 GFLOP/s | 5.27× | 4.9 to 5.5 in 7 rounds',
    );
  });
});
