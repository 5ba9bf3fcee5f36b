import { describe, expect, it } from 'vitest';
import type { PowerUnit } from '#lib/model/facility-report.ts';
import { feedLines } from './plant-lines.ts';

function unit(device: string, feed: string | null, powerGroup: string | null): PowerUnit {
  return {
    ...{ device, feed, powerGroup, powerWatts: powerGroup === null ? null : 1000 },
    ...{ vendor: null, model: null, rack: null, simulated: false },
    ...{ pollState: 'up', timeMs: 1, severity: null, troubles: [] },
  };
}

describe('feedLines', () => {
  it('adds up each feed on its own', () => {
    const lines = feedLines([
      unit('b1', 'B', 'device'),
      unit('a1', 'A', 'device'),
      unit('a2', 'A', 'device'),
    ]);
    expect(lines.map(({ label, match }) => [label, match?.['device']])).toEqual([
      ['Feed A', ['a1', 'a2']],
      ['Feed B', ['b1']],
    ]);
  });

  it('never adds phases to wholes, and leaves out what tells no power', () => {
    const lines = feedLines([
      unit('p1', null, 'device'),
      unit('p2', null, 'phase'),
      unit('p3', null, null),
    ]);
    expect(lines.map(({ label, match }) => [label, match?.['device'], match?.['group']])).toEqual([
      ['PDUs, by device', ['p1'], ['device']],
      ['PDUs, by phase', ['p2'], ['phase']],
    ]);
  });
});
