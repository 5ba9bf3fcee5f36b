import { describe, expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

describe('RateLimit', () => {
  it('lets a sender have so many a second, and twice as many at once', () => {
    const limit = new RateLimit(5);
    const taken = (sender: string, times: number, nowMs: number) =>
      Array.from({ length: times }, () => limit.allows(sender, nowMs)).filter(Boolean).length;
    expect(taken('a', 100, 0)).toBe(10);
    expect(taken('b', 3, 0)).toBe(3);
    expect(taken('a', 100, 1000)).toBe(5);
    expect([...limit.takeDropped(1000)]).toEqual([['a', 185]]);
    expect([...limit.takeDropped(1000)]).toEqual([]);
  });

  it('remembers a bounded number of senders', () => {
    const limit = new RateLimit(1);
    for (let at = 0; at < 100_000; at += 1) limit.allows(`10.${at}`, 0);
    expect(limit.takeDropped(0).size).toBe(1);
  });
});
