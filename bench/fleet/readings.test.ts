import { expect, it } from 'vitest';
import { thirdsOf, type Reading } from './readings.ts';

it('tells the first third of a soak from the last', () => {
  const blank = { seconds: 0, residentBytes: 0 } as Reading;
  const readings = [1, 2, 3, 50, 5, 6, 7, 8, 90].map((mb) => ({ ...blank, residentBytes: mb }));
  expect(thirdsOf(readings, 'residentBytes')).toEqual({ first: 2, last: 8, most: 90 });
  expect(thirdsOf(readings.slice(0, 1), 'residentBytes')).toEqual({ first: 1, last: 1, most: 1 });
});
