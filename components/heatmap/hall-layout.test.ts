import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostPlacement, Rack } from '#lib/model/place.ts';
import { findAt, gapPx, layOutHall, type Box } from './hall-layout.ts';

const site = {
  id: 's',
  name: 'North',
  timeZone: 'UTC',
  energyPricePerKwh: null,
  currency: 'EUR',
};
const rack = (name: string, row = 'A', room = 'Hall 1'): Rack => ({
  id: name,
  siteId: 's',
  room,
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
const wide = 16 / 9;

const bottomOf = (box: Box | undefined): number => (box ? box.y + box.height : Number.NaN);

describe('layOutHall', () => {
  it('names rows, and rooms only where there are several', () => {
    const labels = (racks: readonly Rack[]) =>
      layOutHall([site], racks, [], wide).labels.map(({ text }) => text);
    expect(labels([rack('R01'), rack('R02', 'B')])).toEqual(['Row A', 'Row B']);
    expect(labels([rack('R01'), rack('R02', 'A', 'Hall 2')])).toEqual([
      'Hall 1 › Row A',
      'Hall 2 › Row A',
    ]);
  });

  it('uses the shape of the screen: rows side by side on a wall, under each other on a phone', () => {
    const racks = ['A', 'B', 'C', 'D'].flatMap((row) =>
      Array.from({ length: 6 }, (_, index) => rack(`${row}${index}`, row)),
    );
    const wall = layOutHall([site], racks, [], 2);
    const phone = layOutHall([site], racks, [], 0.5);
    expect(wall.width / wall.height).toBeGreaterThan(phone.width / phone.height);
    expect(phone.shelves.length).toBeGreaterThan(wall.shelves.length);
  });

  it('draws U 1 at the bottom and keeps a host without position out of the way of others', () => {
    const placements = [at('somewhere', 'R01', null), at('low', 'R01', 1)];
    const [box] = layOutHall([site], [rack('R01')], placements, wide).racks;
    const [low, somewhere] = box?.cells ?? [];
    expect(low?.host).toBe('low');
    expect(bottomOf(low)).toBe(bottomOf(box));
    expect(bottomOf(somewhere)).toBe(low?.y);
  });

  it('finds what is under the pointer', () => {
    const layout = layOutHall([site], [rack('R01')], [at('low', 'R01', 1)], wide);
    const [box] = layout.racks;
    const [cell] = box?.cells ?? [];
    const [x, y] = [(cell?.x ?? 0) + 1, (cell?.y ?? 0) + 1];
    expect(findAt(layout, x, y)).toMatchObject({ cell: { host: 'low' } });
    expect(findAt(layout, x, (box?.y ?? 0) + 1)).toMatchObject({ cell: null });
    expect(findAt(layout, 4000, y)).toBeNull();
  });

  it('draws every rack once, on the lattice of cells, and none over another', () => {
    const rows = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rows, fc.double({ min: 0.3, max: 4, noNaN: true }), (lengths, aspect) => {
        const racks = lengths.flatMap((length, row) =>
          Array.from({ length }, (_, index) => rack(`${row}-${index}`, String(row))),
        );
        const none: HostPlacement[] = [];
        const layout = layOutHall([site], racks, none, aspect);
        expect(layout.racks.map((box) => box.rack.id)).toEqual(racks.map(({ id }) => id));
        expect(layout.racks.every(({ x }) => x % gapPx === 0)).toBe(true);
        const places = new Set(layout.racks.map(({ x, y }) => `${x} ${y}`));
        expect(places.size).toBe(racks.length);
        expect(Math.max(...layout.racks.map((box) => box.x + box.width))).toBe(layout.width);
      }),
      { numRuns: 50 },
    );
  });
});
