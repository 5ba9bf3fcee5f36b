import { describe, expect, it } from 'vitest';
import { columnsFor, makeGrid } from './cell-grid.ts';
import { CellPicture, fresh, missing, stale, type Palette } from './cell-picture.ts';
import { mapCells, mostOfOneHost } from './cell-runs.ts';
import { layOutHall } from './hall-layout.ts';

const site = { id: 's', name: 'S', timeZone: 'UTC', energyPricePerKwh: null, currency: 'EUR' };
const rack = {
  ...{ id: 'r', siteId: 's', room: 'Hall', row: 'A', name: 'R1' },
  ...{ heightU: 42, powerBudgetWatts: null },
};
const placement = (host: string, positionU: number, heightU = 8) => ({
  ...{ host, rackId: 'r', positionU, heightU },
});
const gpu = (host: string, index: number) => ({ host, gpu: `${host}-${index}`, index: `${index}` });

/** Steps of ten, from 100 fresh and from 200 stale. */
const palette: Palette = {
  domain: [0, 40],
  fresh: Uint32Array.of(100, 101, 102, 103, 104),
  stale: Uint32Array.of(200, 201, 202, 203, 204),
  missing: 7,
  background: 9,
  thresholds: [30, 40],
};
const nowMs = 100_000;

function pictureOf(
  placements: readonly ReturnType<typeof placement>[],
  entities: readonly Readonly<Record<string, string>>[],
) {
  const layout = layOutHall([site], [rack], placements, 1);
  const grid = makeGrid(layout, columnsFor(mostOfOneHost(entities)));
  const picture = new CellPicture(grid, mapCells(grid, entities), 1);
  picture.begin(palette);
  return picture;
}

function colour(picture: CellPicture, values: readonly number[], timesMs?: readonly number[]) {
  const times = Float64Array.from(timesMs ?? values.map(() => nowMs));
  picture.colour({ values: Float32Array.from(values), timesMs: times }, palette, nowMs);
}

const row = (picture: CellPicture, at: number): number[] => [
  ...picture.pixels.subarray(at * picture.grid.width, (at + 1) * picture.grid.width),
];

describe('makeGrid', () => {
  it('takes one row for hosts of one height, whatever stands below them', () => {
    const picture = pictureOf([placement('low', 3), placement('high', 11)], []);
    expect(picture.grid).toMatchObject({ width: 4, height: 2, unitU: 8 });
  });

  it('takes the largest unit that fits all of them', () => {
    const mixed = [placement('a', 1, 8), placement('b', 9, 4), placement('c', 15, 2)];
    expect(pictureOf(mixed, []).grid.unitU).toBe(2);
  });
});

describe('CellPicture', () => {
  it('gives each GPU its column by its index, the upper host the upper row', () => {
    const entities = [gpu('high', 1), gpu('high', 0), gpu('low', 3), gpu('low', 0)];
    entities.push(gpu('low', 1), gpu('low', 2));
    const picture = pictureOf([placement('low', 1), placement('high', 9)], entities);
    colour(picture, [10, 20, 40, 0, 10, 20]);
    expect(row(picture, 0)).toEqual([102, 102, 101, 101]);
    expect(row(picture, 1)).toEqual([100, 101, 102, 104]);
  });

  it('keeps to the ends of the ramp and rounds to the nearest step', () => {
    const picture = pictureOf(
      [placement('a', 1)],
      [0, 1, 2, 3].map((index) => gpu('a', index)),
    );
    colour(picture, [-50, 14.9, 15.1, 400]);
    expect(row(picture, 0)).toEqual([100, 101, 102, 104]);
  });

  it('never shows a gap as a value, and hatches what is old or absent', () => {
    const entities = [0, 1, 2, 3].map((index) => gpu('a', index));
    const picture = pictureOf([placement('a', 1), placement('silent', 9)], entities);
    colour(picture, [10, Number.NaN, 10, 10], [nowMs, nowMs, nowMs - 5001, nowMs - 5000]);
    expect(row(picture, 0)).toEqual([7, 7, 7, 7]);
    expect(row(picture, 1)).toEqual([101, 7, 201, 101]);
    expect([0, 1, 2, 3].map((run) => picture.state(run))).toEqual([fresh, missing, stale, fresh]);
    const mask = [...picture.mask].map((pixel) => pixel !== 0);
    expect(mask).toEqual([true, true, true, true, false, true, true, false]);
    expect(picture.isHatched).toBe(true);
  });

  it('changes the version of the mask only when a state changes', () => {
    const picture = pictureOf([placement('a', 1)], [gpu('a', 0)]);
    colour(picture, [10]);
    const { maskVersion } = picture;
    colour(picture, [20]);
    expect(picture.maskVersion).toBe(maskVersion);
    expect(picture.isHatched).toBe(false);
    colour(picture, [Number.NaN]);
    expect(picture.maskVersion).toBeGreaterThan(maskVersion);
    expect(picture.isHatched).toBe(true);
  });

  it('outlines from a threshold on, the rack by its worst, and nothing that is old', () => {
    const picture = pictureOf(
      [placement('a', 1)],
      [0, 1, 2].map((index) => gpu('a', index)),
    );
    colour(picture, [29, 30, 40], [nowMs, nowMs, 0]);
    expect([...picture.levels]).toEqual([0, 1, 0]);
    expect([...picture.rackLevels]).toEqual([1]);
    colour(picture, [0, 0, 40]);
    expect([...picture.rackLevels]).toEqual([2]);
  });
});
