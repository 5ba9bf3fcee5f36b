import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitMap, panBy, toMap, zoomAt } from './viewport.ts';

const screen = { width: 1440, height: 800 };
const map = { width: 600, height: 1200 };
const noInsets = { top: 0, right: 0, bottom: 0, left: 0 };

describe('fitMap', () => {
  it('shows all of the map between what covers the edges', () => {
    const view = fitMap(map, screen, { top: 60, right: 360, bottom: 40, left: 0 });
    expect(view.scale).toBeCloseTo(700 / 1200);
    expect(view.y).toBeCloseTo(60);
    expect(view.x + map.width * view.scale).toBeLessThanOrEqual(1080);
  });
});

describe('zoomAt', () => {
  it('keeps what is under the pointer there, whatever happened before', () => {
    const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(number(0.2, 5), number(0, 1440), number(0, 800), (factor, x, y) => {
        const view = fitMap(map, screen, noInsets);
        const before = toMap(view, x, y);
        const after = toMap(zoomAt(view, factor, x, y, 0.1), x, y);
        expect(after.x).toBeCloseTo(before.x, 6);
        expect(after.y).toBeCloseTo(before.y, 6);
      }),
    );
  });
});

describe('panBy', () => {
  it('never loses the map', () => {
    const view = fitMap(map, screen, noInsets);
    const far = panBy(view, 1e6, -1e6, map, screen);
    expect(far.x).toBeLessThan(screen.width);
    expect(far.y + map.height * far.scale).toBeGreaterThan(0);
  });
});
