import { expect, it } from 'vitest';
import { selectSeries } from './select-series.ts';

const series = [
  [1, { host: 'a', rack: 'hint' }],
  [2, { host: 'b', rack: 'R02' }],
  [3, { host: 'c' }],
] as const;
const join = { tag: 'host', names: { a: { rack: 'R01' } } };

it('believes the inventory before a tag that an agent sent as a hint', () => {
  expect(selectSeries(series, { rack: ['R01'] }, join, undefined).seriesIds).toEqual([1]);
  expect(selectSeries(series, { rack: ['hint'] }, join, undefined).seriesIds).toEqual([]);
});

it('takes the hint of a host that the inventory does not know', () => {
  expect(selectSeries(series, { rack: ['R02'] }, join, undefined).seriesIds).toEqual([2]);
});

it('groups series without the tag together', () => {
  const { groupTags, groups } = selectSeries(series, {}, join, ['rack']);
  expect(groups).toEqual([0, 1, 2]);
  expect(groupTags).toEqual([{ rack: 'R01' }, { rack: 'R02' }, {}]);
});
