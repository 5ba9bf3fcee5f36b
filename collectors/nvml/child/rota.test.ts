import { describe, expect, it } from 'vitest';
import { Rota, type Rate } from './rota.ts';

/** Seconds of the first two minutes in which a rate was due. */
function seconds(rate: Rate, index: number): number[] {
  const rota = new Rota(index, false);
  const found: number[] = [];
  for (let second = 0; second < 120; second++) {
    if (rota.take(second * 1000).has(rate)) found.push(second);
  }
  return found;
}

describe('Rota', () => {
  it('has all but the costly at first, then each at its own rate', () => {
    expect(seconds('round', 7)).toHaveLength(120);
    expect(seconds('often', 7)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]);
    expect(seconds('seldom', 7)).toEqual([0, 30, 60, 90]);
    expect(seconds('rarely', 7)).toEqual([0, 60]);
    expect(seconds('costly', 7)).toEqual([30, 60, 90]);
  });

  it('lets eight GPUs take turns', () => {
    const turns = Array.from({ length: 8 }, (_, index) => seconds('costly', index)[0]);
    expect(new Set(turns).size).toBe(8);
    expect(seconds('often', 1)).toEqual([0, 3, 13, 23, 33, 43, 53, 63, 73, 83, 93, 103, 113]);
  });

  it('has everything due every round where every field is wanted', () => {
    const rota = new Rota(3, true);
    for (const second of [0, 1, 2]) {
      expect([...rota.take(second * 1000)].sort()).toEqual([
        'costly',
        'often',
        'rarely',
        'round',
        'seldom',
      ]);
    }
  });

  it('does not make up for what was missed', () => {
    const rota = new Rota(7, false);
    rota.take(0);
    expect(rota.take(95_000).has('often')).toBe(true);
    expect(rota.take(96_000).has('often')).toBe(false);
  });

  it('has everything due after something has happened', () => {
    const rota = new Rota(0, false);
    rota.take(0);
    rota.reset();
    expect([...rota.take(1000)].sort()).toEqual(['often', 'rarely', 'round', 'seldom']);
  });
});
