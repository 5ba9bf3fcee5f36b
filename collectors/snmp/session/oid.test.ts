import { describe, expect, it } from 'vitest';
import { compareOids, isBelow } from './oid.ts';

describe('compareOids', () => {
  it('orders by number, and a branch after its stem', () => {
    const oids = ['1.3.10', '1.3.9.1', '1.3.9', '1.3.4294967295'];
    expect(oids.sort(compareOids)).toEqual(['1.3.9', '1.3.9.1', '1.3.10', '1.3.4294967295']);
  });
});

describe('isBelow', () => {
  it('does not take a longer number for a branch', () => {
    expect(isBelow('1.3.6.1.2', '1.3.6.1.21')).toBe(false);
    expect(isBelow('1.3.6.1.2', '1.3.6.1.2')).toBe(false);
    expect(isBelow('1.3.6.1.2', '1.3.6.1.2.1')).toBe(true);
  });
});
