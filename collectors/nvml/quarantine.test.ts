import { describe, expect, it } from 'vitest';
import { Quarantine } from './quarantine.ts';

describe('Quarantine', () => {
  it('is visited later and later while a GPU does not answer', () => {
    const quarantine = new Quarantine();
    const visits: number[] = [];
    for (let nowMs = 0, count = 0; count < 12; count++) {
      quarantine.confine(3, 'no answer', nowMs);
      const from = nowMs;
      while (quarantine.due(nowMs) === null) nowMs += 1000;
      visits.push((nowMs - from) / 1000);
    }
    expect(visits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  });

  it('releases after ten answers in a row', () => {
    const quarantine = new Quarantine();
    quarantine.confine(3, 'no answer', 0);
    for (let round = 0; round < 9; round++) expect(quarantine.noteAnswer(3)).toBe(false);
    quarantine.confine(3, 'no answer', 20_000);
    for (let round = 0; round < 9; round++) expect(quarantine.noteAnswer(3)).toBe(false);
    expect(quarantine.noteAnswer(3)).toBe(true);
    expect(quarantine.has(3)).toBe(false);
    expect(quarantine.noteAnswer(3)).toBe(false);
  });

  it('looks after the one that has waited longest', () => {
    const quarantine = new Quarantine();
    quarantine.confine(5, 'first', 0);
    quarantine.confine(2, 'second', 500);
    expect(quarantine.due(1999)).toBeNull();
    expect(quarantine.due(9000)).toBe(5);
    expect([...quarantine.reasons()]).toEqual([
      [5, 'first'],
      [2, 'second'],
    ]);
    quarantine.clear();
    expect(quarantine.due(9000)).toBeNull();
  });
});
