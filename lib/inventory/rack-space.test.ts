import { describe, expect, it } from 'vitest';
import { findOverlap, topOf } from './rack-space.ts';

const at = (host: string, positionU: number | null, heightU: number) => ({
  host,
  positionU,
  heightU,
});
const standing = [at('low', 1, 4), at('high', 8, 4), at('somewhere', null, 2)];

describe('findOverlap', () => {
  it.each([
    [at('new', 5, 3), undefined],
    [at('new', 12, 1), undefined],
    [at('new', 4, 1), 'low'],
    [at('new', 5, 4), 'high'],
    [at('new', 11, 8), 'high'],
    [at('new', 2, 1), 'low'],
    [at('new', 7, 9), 'high'],
    [at('new', null, 4), undefined],
    [at('low', 2, 4), undefined],
  ])('holds %j against what stands there', (wanted, host) => {
    expect(findOverlap(standing, wanted)?.host).toBe(host);
  });

  it('counts U from the bottom, both ends included', () => {
    expect(topOf(at('x', 10, 4))).toBe(13);
    expect(topOf(at('x', null, 4))).toBe(0);
  });
});
