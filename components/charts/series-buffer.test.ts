import { describe, expect, it } from 'vitest';
import { createSeriesBuffer, mergeColumns } from './series-buffer.ts';

describe('series buffer', () => {
  it('grows by live rows and fills a row that is already there', () => {
    const buffer = createSeriesBuffer(2);
    buffer.put(1000, [1, null]);
    buffer.put(2000, [2, 20]);
    buffer.put(1000, [null, 10]);
    expect(buffer.data()).toEqual({
      timeMs: [1000, 2000],
      columns: [
        [1, 2],
        [10, 20],
      ],
    });
  });

  it('puts a row that comes late where it belongs', () => {
    const buffer = createSeriesBuffer(1);
    buffer.put(1000, [1]);
    buffer.put(3000, [3]);
    buffer.put(2000, [2]);
    expect(buffer.data().timeMs).toEqual([1000, 2000, 3000]);
    expect(buffer.data().columns).toEqual([[1, 2, 3]]);
  });

  it('keeps what came live while history was on its way', () => {
    const buffer = createSeriesBuffer(1);
    buffer.put(2000, [2]);
    buffer.put(4000, [4]);
    buffer.load({ timeMs: [1000, 2000, 3000], columns: [[10, 20, null]] });
    expect(buffer.data()).toEqual({
      timeMs: [1000, 2000, 3000, 4000],
      columns: [[10, 20, null, 4]],
    });
  });

  it('forgets the old and tells who listens', () => {
    const buffer = createSeriesBuffer(1);
    let calls = 0;
    const stop = buffer.subscribe(() => {
      calls += 1;
    });
    buffer.put(1000, [1]);
    buffer.put(2000, [2]);
    stop();
    buffer.put(3000, [3]);
    buffer.trim(2000);
    expect(calls).toBe(2);
    expect(buffer.data()).toEqual({ timeMs: [2000, 3000], columns: [[2, 3]] });
  });
});

it('joins answers with different times, leaving gaps', () => {
  const joined = mergeColumns([
    { timeMs: [1, 3], columns: [[10, 30]] },
    { timeMs: [2, 3], columns: [[200, 300]] },
  ]);
  expect(joined).toEqual({
    timeMs: [1, 2, 3],
    columns: [
      [10, null, 30],
      [null, 200, 300],
    ],
  });
});
