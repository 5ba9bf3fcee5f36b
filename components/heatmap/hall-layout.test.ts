import { describe, expect, it } from 'vitest';
import type { Rack } from '#lib/model/place.ts';
import { findAt, layOutHall, type Box } from './hall-layout.ts';

const site = {
  id: 's',
  name: 'North',
  timeZone: 'UTC',
  energyPricePerKwh: null,
  currency: 'EUR',
};
const rack = (name: string, row = 'A'): Rack => ({
  id: name,
  siteId: 's',
  room: 'Hall 1',
  row,
  name,
  heightU: 42,
  powerBudgetWatts: null,
});
const at = (host: string, rackId: string, positionU: number | null, heightU = 4) => ({
  host,
  rackId,
  positionU,
  heightU,
});

const bottomOf = (box: Box | undefined): number => (box ? box.y + box.height : Number.NaN);

describe('layOutHall', () => {
  it('gives each row its label and breaks lines that do not fit', () => {
    const racks = [rack('R01'), rack('R02'), rack('R03'), rack('R10', 'B')];
    const layout = layOutHall([site], racks, [], 130);
    expect(layout.labels.map(({ text }) => text)).toEqual([
      'North › Hall 1 › row A',
      'North › Hall 1 › row B',
    ]);
    const [first, second, third, last] = layout.racks.map(({ y }) => y);
    expect(first).toBe(second);
    expect(layout.racks[2]?.x).toBe(0);
    expect([first, third, last, layout.height]).toEqual(
      [first, third, last, layout.height].toSorted((a, b) => Number(a) - Number(b)),
    );
    expect(new Set([first, third, last]).size).toBe(3);
  });

  it('draws U 1 at the bottom and keeps a host without position out of the way of others', () => {
    const placements = [at('somewhere', 'R01', null), at('low', 'R01', 1)];
    const [box] = layOutHall([site], [rack('R01')], placements, 500).racks;
    const [low, somewhere] = box?.cells ?? [];
    expect(low?.host).toBe('low');
    expect(bottomOf(low)).toBe(bottomOf(box) - 1);
    expect(bottomOf(somewhere)).toBe((low?.y ?? Number.NaN) - 1);
  });

  it('finds what is under the pointer', () => {
    const layout = layOutHall([site], [rack('R01')], [at('low', 'R01', 1)], 500);
    const [box] = layout.racks;
    const [cell] = box?.cells ?? [];
    const [x, y] = [(cell?.x ?? 0) + 1, (cell?.y ?? 0) + 1];
    expect(findAt(layout, x, y)).toMatchObject({ cell: { host: 'low' } });
    expect(findAt(layout, x, (box?.y ?? 0) + 1)).toMatchObject({ cell: null });
    expect(findAt(layout, 400, y)).toBeNull();
  });
});
