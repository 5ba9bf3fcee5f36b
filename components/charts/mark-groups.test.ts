import { describe, expect, it } from 'vitest';
import type { ChartMark } from './chart-model.ts';
import { groupMarks } from './mark-groups.ts';

const axis = {
  valToPos: (timeMs: number) => timeMs / 10,
  scales: { x: { min: 1000, max: 5000 } },
};
const mark = (timeMs: number, level: ChartMark['level'] = 'info'): ChartMark => ({
  timeMs,
  level,
  label: String(timeMs),
});

describe('groupMarks', () => {
  it('leaves out what is not in view', () => {
    const groups = groupMarks([mark(999), mark(1000), mark(5000), mark(5001)], axis);
    expect(groups.map(({ left }) => left)).toEqual([100, 500]);
  });

  it('lets one line stand for marks that touch, as grave as the gravest of them', () => {
    const storm = [mark(2050, 'warning'), mark(2000), mark(2070, 'critical'), mark(2080)];
    const groups = groupMarks([...storm, mark(3000)], axis);
    expect(groups.map(({ marks, level }) => [marks.map(({ timeMs }) => timeMs), level])).toEqual([
      [[2000, 2050, 2070], 'critical'],
      [[2080], 'info'],
      [[3000], 'info'],
    ]);
  });
});
