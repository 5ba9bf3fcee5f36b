import { describe, expect, it } from 'vitest';
import { longestBridgeMs } from './gaps.ts';

const everySecond = Array.from({ length: 60 }, (_, index) => index * 1000);

describe('longestBridgeMs', () => {
  it('bridges up to three missed samples of a line read every second', () => {
    expect(
      longestBridgeMs(
        everySecond,
        everySecond.map(() => 1),
      ),
    ).toBe(3500);
  });

  it('learns that a line is read every ten seconds', () => {
    const column = everySecond.map((_, index) => (index % 10 === 0 ? 1 : null));
    expect(longestBridgeMs(everySecond, column)).toBe(35_000);
  });

  it('bridges nothing where there is nothing to learn from', () => {
    expect(longestBridgeMs([0, 1000], [1, null])).toBe(0);
    expect(longestBridgeMs([], [])).toBe(0);
  });
});
