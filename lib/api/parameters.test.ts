import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageFrom, pageQuerySchema } from './page.ts';
import { durationParameter, matchParameter, namesParameter, timeParameter } from './parameters.ts';

describe('timeParameter', () => {
  it.each([
    ['0', 0],
    ['1700000000000', 1_700_000_000_000],
    ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T03:04:05.5+01:00', Date.UTC(2026, 0, 2, 2, 4, 5, 500)],
  ])('reads %s', (text, ms) => expect(timeParameter.parse(text)).toBe(ms));

  it.each(['', 'now', '2026-1-1', '2026-13-01T00:00:00Z', '9999999999999999', '1e3'])(
    'refuses %j',
    (text) => expect(timeParameter.safeParse(text).success).toBe(false),
  );
});

describe('durationParameter', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['7d', 604_800_000],
  ])('reads %s', (text, ms) => expect(durationParameter.parse(text)).toBe(ms));

  it.each(['0s', '10', '-1s', '1.5s', 's'])('refuses %j', (text) =>
    expect(durationParameter.safeParse(text).success).toBe(false),
  );
});

describe('namesParameter', () => {
  it('splits, joins repetitions and keeps order', () => {
    expect(namesParameter(3).parse('b,a,b')).toEqual(['b', 'a']);
    expect(namesParameter(3).parse(['a', 'b,c'])).toEqual(['a', 'b', 'c']);
  });

  it('refuses none, too many and what is no name', () => {
    for (const text of ['', ',', 'a,b,c,d', 'a b', '"a"'])
      expect(namesParameter(3).safeParse(text).success).toBe(false);
  });
});

describe('matchParameter', () => {
  it('keeps every value of a tag, whatever it contains', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 50 }), { minLength: 1 }), (values) => {
        const pairs = values.map((value) => `__proto__:${value}`);
        const match = matchParameter.parse(pairs);
        expect(Object.entries(match)).toEqual([['__proto__', values]]);
      }),
    );
  });

  it('refuses a pair without a tag', () => {
    expect(matchParameter.safeParse('rack').success).toBe(false);
    expect(matchParameter.safeParse(':R01').success).toBe(false);
  });
});

describe('pages', () => {
  it('visit every item once, in order', () => {
    const distinct = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }));
    fc.assert(
      fc.property(distinct, fc.integer({ min: 1, max: 7 }), (names, limit) => {
        const sorted = names.toSorted();
        const seen: string[] = [];
        let after: string | null = null;
        do {
          const query = pageQuerySchema.parse({ limit, ...(after !== null && { after }) });
          const page = pageFrom(sorted, query, (name) => name);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items);
          after = page.next;
        } while (after !== null);
        expect(seen).toEqual(sorted);
      }),
    );
  });
});
