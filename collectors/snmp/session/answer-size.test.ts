import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerSize } from './answer-size.ts';

describe('AnswerSize', () => {
  it('doubles while answers are full', () => {
    const size = new AnswerSize();
    const asked = Array.from({ length: 5 }, () => {
      const values = size.values;
      size.answered(values, values);
      return values;
    });
    expect(asked).toEqual([16, 32, 64, 128, 128]);
  });

  it('stays where a device cuts its answers short', () => {
    const size = new AnswerSize();
    size.answered(16, 9);
    expect(size.values).toBe(16);
  });

  it('stays below what failed, and tries it again after many good answers', () => {
    const size = new AnswerSize();
    size.answered(16, 16);
    size.failed(32);
    for (let i = 0; i < 63; i += 1) size.answered(size.values, size.values);
    expect(size.values).toBe(16);
    size.answered(size.values, size.values);
    expect(size.values).toBe(32);
  });

  it('is between 1 and 128 whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 200 })), (events) => {
        const size = new AnswerSize();
        for (const received of events) {
          if (received < 0) size.failed(size.values);
          else size.answered(size.values, received);
          expect(size.values).toBeGreaterThanOrEqual(1);
          expect(size.values).toBeLessThanOrEqual(128);
        }
      }),
    );
  });
});
