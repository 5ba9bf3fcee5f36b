import { describe, expect, it } from 'vitest';
import { holdLast } from './hold-last.ts';

const times = [0, 10_000, 20_000, 30_000, 40_000, 50_000];

describe('holdLast', () => {
  it('adds up what was read at different moments without falling between them', () => {
    const a = [5, null, null, 6, null, null];
    const b = [null, 100, null, null, 200, null];
    expect(holdLast([a, b], times, { across: 'sum', freshMs: 40_000 })).toEqual([
      5, 105, 105, 106, 206, 206,
    ]);
  });

  it('leaves out what has not been read for longer than it is fresh', () => {
    const gone = [7, null, null, null, null, null];
    expect(holdLast([gone], times, { freshMs: 20_000 })).toEqual([7, 7, 7, null, null, null]);
  });

  it('takes the worst where that is asked for', () => {
    const a = [1, null, null, null, null, null];
    const b = [null, 3, null, 2, null, null];
    expect(holdLast([a, b], times, { across: 'max', freshMs: 60_000 })).toEqual([1, 3, 3, 2, 2, 2]);
  });

  it('has nothing where there is nothing', () => {
    expect(holdLast([], times, {})).toEqual(times.map(() => null));
  });
});
