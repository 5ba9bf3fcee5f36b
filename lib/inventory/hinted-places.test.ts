import { describe, expect, it } from 'vitest';
import { isHinted, type HostPlacement, type Rack, type Site } from '#lib/model/place.ts';
import { withHints } from './hinted-places.ts';

const site: Site = {
  ...{ id: 's1', name: 'north', timeZone: 'UTC', energyPricePerKwh: null, currency: 'EUR' },
};
const rack: Rack = {
  ...{ id: 'r1', siteId: 's1', room: 'hall', row: 'A', name: 'A01', heightU: 42 },
  powerBudgetWatts: null,
};
const waiting = (host: string): HostPlacement => ({
  host,
  rackId: null,
  positionU: null,
  heightU: 1,
});
const hint = (host: string, rackName: string, siteName = 'north') => ({
  ...{ host, site: siteName, room: 'hall', row: 'A', rack: rackName },
});

describe('places that hosts name themselves', () => {
  it('makes up the racks that hosts without a place name, in the order of the hall', () => {
    const placements = ['h1', 'h2', 'h3'].map(waiting);
    const hall = withHints({ sites: [], racks: [], placements }, [
      hint('h1', 'A10'),
      hint('h2', 'A2'),
      hint('h3', 'A2'),
    ]);
    expect(hall.sites.map(({ name }) => name)).toEqual(['north']);
    expect(hall.racks.map(({ name }) => name)).toEqual(['A2', 'A10']);
    expect(hall.racks.every(isHinted)).toBe(true);
    const [a2] = hall.racks;
    expect(hall.placements.filter(({ rackId }) => rackId === a2?.id)).toHaveLength(2);
  });

  it('puts a host into the rack of that name that the inventory has', () => {
    const known = { sites: [site], racks: [rack], placements: [waiting('h1')] };
    const hall = withHints(known, [hint('h1', 'A01')]);
    expect(hall.racks).toEqual([rack]);
    expect(hall.placements[0]?.rackId).toBe('r1');
  });

  it('keeps racks of one name in two sites apart', () => {
    const known = { sites: [site], racks: [rack], placements: [waiting('h1')] };
    const hall = withHints(known, [hint('h1', 'A01', 'south')]);
    expect(hall.racks).toHaveLength(2);
    expect(hall.placements[0]?.rackId).not.toBe('r1');
  });

  it('believes the inventory where a host is placed, and a hint only when it is whole', () => {
    const placed: HostPlacement = { host: 'h1', rackId: 'r1', positionU: 3, heightU: 8 };
    const known = { sites: [site], racks: [rack], placements: [placed, waiting('h2')] };
    const torn = { host: 'h2', site: 'north', room: 'hall', row: 'A' };
    expect(withHints(known, [hint('h1', 'B01'), torn])).toBe(known);
  });
});
