import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequenceSet } from './sequence-set.ts';

const rangeOf = fc
  .tuple(fc.nat(60), fc.nat(8))
  .map(([from, length]) => ({ from, to: from + length }));

describe('SequenceSet', () => {
  it('holds what was added, as the fewest ranges', () => {
    fc.assert(
      fc.property(fc.array(rangeOf), fc.nat(70), (ranges, first) => {
        const set = new SequenceSet();
        const wanted = new Set<number>();
        for (const range of ranges) {
          set.add(range);
          for (let at = range.from; at <= range.to; at += 1) wanted.add(at);
        }
        set.dropBefore(first);
        for (let at = 0; at < 80; at += 1) {
          expect(set.has(at)).toBe(wanted.has(at) && at >= first);
        }
        for (const [index, range] of set.ranges.entries()) {
          const next = set.ranges[index + 1];
          if (next) expect(next.from).toBeGreaterThan(range.to + 1);
        }
        const within = [...wanted].filter((at) => at >= first && at >= 10 && at <= 40).length;
        expect(set.countWithin({ from: 10, to: 40 })).toBe(within);
      }),
    );
  });

  it('takes an empty range for nothing', () => {
    const set = new SequenceSet([{ from: 5, to: 4 }]);
    expect(set.ranges).toEqual([]);
  });
});
