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

  it('stays below what failed, and tries it again later and later', () => {
    const size = new AnswerSize();
    const answersUntilGrowth = (): number => {
      const before = size.values;
      for (let answers = 1; ; answers += 1) {
        size.answered(before, before);
        if (size.values > before) return answers;
      }
    };
    size.answered(16, 16);
    const waits = Array.from({ length: 4 }, () => {
      size.failed(32);
      return answersUntilGrowth();
    });
    expect(waits).toEqual([8, 16, 32, 64]);
  });

  it('grows on where what once failed has come', () => {
    const size = new AnswerSize();
    size.failed(16);
    for (let i = 0; i < 8; i += 1) size.answered(8, 8);
    size.answered(16, 16);
    size.answered(32, 32);
    expect(size.values).toBe(64);
  });

  it('takes one answer that is missing for lost where so much has come before', () => {
    const size = new AnswerSize();
    size.answered(16, 16);
    size.answered(32, 32);
    size.unanswered(32, 1);
    expect(size.values).toBe(64);
    size.unanswered(32, 2);
    expect(size.values).toBe(16);
  });

  it('halves at once where so much has never come', () => {
    const size = new AnswerSize();
    size.unanswered(16, 1);
    expect(size.values).toBe(8);
  });

  it('is between 1 and 128 whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2, max: 200 })), (events) => {
        const size = new AnswerSize();
        for (const received of events) {
          if (received < 0) size.unanswered(size.values, -received);
          else size.answered(size.values, received);
          expect(size.values).toBeGreaterThanOrEqual(1);
          expect(size.values).toBeLessThanOrEqual(128);
        }
      }),
    );
  });
});
