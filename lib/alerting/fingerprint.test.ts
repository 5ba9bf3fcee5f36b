import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

describe('fingerprint', () => {
  it('is 16 hex digits and does not depend on the order of the tags', () => {
    const tags = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true });
    fc.assert(
      fc.property(fc.string(), tags, (ruleId, value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        const made = fingerprint(ruleId, value);
        expect(made).toMatch(/^[0-9a-f]{16}$/);
        expect(fingerprint(ruleId, reversed)).toBe(made);
      }),
    );
  });

  it('tells apart rules, series and where a name ends', () => {
    const made = [
      fingerprint('a', { host: 'n1' }),
      fingerprint('b', { host: 'n1' }),
      fingerprint('a', { host: 'n2' }),
      fingerprint('a', { hos: 'tn1' }),
      fingerprint('a', { host: 'n1', gpu: '' }),
    ];
    expect(new Set(made).size).toBe(made.length);
  });

  it('is FNV-1a, 64 bits', () => {
    // The published test vector of FNV-1a for "a" is af63dc4c8601ec8c; one separator byte follows.
    const expected = BigInt.asUintN(64, (0xaf63dc4c8601ec8cn ^ 0xffn) * 0x100000001b3n);
    expect(fingerprint('a', {})).toBe(expected.toString(16).padStart(16, '0'));
  });
});
