import { describe, expect, it } from 'vitest';
import type { FieldValue, Point } from '#lib/model/sample.ts';
import { NewestPoints } from './newest-points.ts';

function gpu(fields: Readonly<Record<string, number>>, second: number, uuid = 'GPU-1'): Point {
  const values = Object.entries(fields).map(([name, value]): [string, FieldValue] => [
    name,
    { type: 'float', value },
  ]);
  return {
    measurement: 'gpu',
    tags: { gpu: uuid },
    fields: Object.fromEntries(values),
    timeNs: BigInt(second * 1e9),
  };
}

function valuesOf(newest: NewestPoints, ...fields: string[]) {
  return newest.rows('gpu', fields).map(({ values }) => values);
}

describe('newest points', () => {
  it('are the last value of each field, gathered together or not', () => {
    const newest = new NewestPoints();
    newest.note([gpu({ a: 1, b: 2 }, 0)], 0);
    newest.note([gpu({ a: 3 }, 1)], 1000);
    newest.note([gpu({ b: 7 }, 1, 'GPU-2')], 1000);
    expect(valuesOf(newest, 'a', 'b')).toEqual([
      [3, 2],
      [null, 7],
    ]);
    expect(valuesOf(newest, 'none')).toEqual([]);
    expect(newest.series('gpu').map(({ tags }) => tags)).toEqual([
      { gpu: 'GPU-1' },
      { gpu: 'GPU-2' },
    ]);
  });

  it('lose a field that stays away while its series goes on', () => {
    const newest = new NewestPoints();
    newest.note([gpu({ a: 1, b: 2 }, 0)], 0);
    newest.note([gpu({ b: 3 }, 61)], 60_001);
    expect(valuesOf(newest, 'a', 'b')).toEqual([[null, 3]]);
  });

  it('tell what a counter grows by in a second, a reset counted from zero', () => {
    const newest = new NewestPoints();
    newest.note([gpu({ a: 10 }, 0)], 0);
    expect(valuesOf(newest, 'rate(a)')).toEqual([]);
    newest.note([gpu({ a: 30 }, 2)], 2100);
    expect(valuesOf(newest, 'rate(a)')).toEqual([[10]]);
    newest.note([gpu({ a: 4 }, 4)], 4100);
    expect(valuesOf(newest, 'rate(a)')).toEqual([[2]]);
  });

  it('go on when the clock of the machine is set back', () => {
    const newest = new NewestPoints();
    newest.note([gpu({ a: 10 }, 7200)], 0);
    newest.note([gpu({ a: 12 }, 1)], 1000);
    expect(valuesOf(newest, 'a')).toEqual([[12]]);
    expect(valuesOf(newest, 'rate(a)')).toEqual([]);
  });

  it('forget a series after a quarter of an hour', () => {
    const newest = new NewestPoints();
    newest.note([gpu({ a: 1 }, 0)], 0);
    newest.note([gpu({ a: 1 }, 901, 'GPU-2')], 901_000);
    expect(newest.series('gpu').map(({ tags }) => tags.gpu)).toEqual(['GPU-2']);
  });
});
