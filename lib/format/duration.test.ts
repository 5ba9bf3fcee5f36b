import { describe, expect, it } from 'vitest';
import { formatAge, formatDuration } from './duration.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.000_042, '42 µs'],
    [0.0123, '12.3 ms'],
    [0.212, '212 ms'],
    [1.24, '1.2 s'],
    [40, '40 s'],
    [59.96, '1 m'],
    [200, '3 m 20 s'],
    [3599.7, '1 h'],
    [15_120, '4 h 12 m'],
    [273_600, '3 d 4 h'],
    [-5, '−5 s'],
  ])('%s s reads %s', (seconds, expected) => {
    expect(formatDuration(seconds).replaceAll('\u00a0', ' ')).toBe(expected);
  });
});

describe('formatAge', () => {
  it.each([
    [-50, '0.0 s'],
    [1234, '1.2 s'],
    [40_000, '40 s'],
    [720_000, '12 m'],
    [3 * 3_600_000, '3 h'],
    [5 * 86_400_000, '5 d'],
  ])('%s ms reads %s', (milliseconds, expected) => {
    expect(formatAge(milliseconds).replaceAll('\u00a0', ' ')).toBe(expected);
  });
});
