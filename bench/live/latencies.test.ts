import { describe, expect, it } from 'vitest';
import { Latencies } from './latencies.ts';

describe('Latencies', () => {
  it('tells the share of what was added', () => {
    const latencies = new Latencies();
    for (let ms = 1; ms <= 100; ms += 1) latencies.add(ms);
    expect([0.5, 0.99, 1].map((share) => latencies.quantile(share))).toEqual([50, 99, 100]);
    latencies.add(1e9, 100);
    expect(latencies.quantile(0.99)).toBe(29_999);
    expect(latencies.total).toBe(200);
  });

  it('tells nothing without any', () => {
    expect(new Latencies().quantile(0.5)).toBeNaN();
  });
});
