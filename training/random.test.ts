import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

const draw = (seed: number, stream: string, count: number) => {
  const random = createRandom(seed, stream);
  return Array.from({ length: count }, () => random.uniform());
};

describe('createRandom', () => {
  it('repeats a stream by seed and name, and no other', () => {
    expect(draw(1, 'data', 100)).toEqual(draw(1, 'data', 100));
    expect(draw(1, 'data', 100)).not.toEqual(draw(2, 'data', 100));
    expect(draw(1, 'data', 100)).not.toEqual(draw(1, 'parameters', 100));
  });

  it('keeps the bits that checksums of past runs rest on', () => {
    expect(draw(1, 'data', 3).map((value) => value * 2 ** 24)).toMatchInlineSnapshot(`
      [
        14134284,
        6339153,
        4930526,
      ]
    `);
  });

  it('draws evenly, within the bounds, as exact f32', () => {
    const values = draw(7, 'uniform', 100_000);
    expect(values.every((value) => Math.fround(value) === value)).toBe(true);
    const counts = new Array<number>(10).fill(0);
    for (const value of values) {
      const decile = Math.floor(value * 10);
      counts[decile] = (counts[decile] ?? 0) + 1;
    }
    // Chi-square with 9 degrees of freedom: 27.9 is exceeded once in a thousand seeds.
    const chi = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(27.9);
    expect(counts).toHaveLength(10);
  });

  it('draws a bell of zero mean and unit variance', () => {
    const random = createRandom(7, 'bell');
    const values = Array.from({ length: 100_000 }, () => random.bell());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(3.5);
  });
});
