import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAudit } from '#lib/audit/list-audit.ts';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { createPlaceIndex } from '#lib/inventory/create-place-index.ts';
import { createRack } from '#lib/inventory/create-rack.ts';
import { createSite } from '#lib/inventory/create-site.ts';
import { listPlacements } from '#lib/inventory/list-placements.ts';
import { listRacks } from '#lib/inventory/list-racks.ts';
import { listSites } from '#lib/inventory/list-sites.ts';
import { placeHost } from '#lib/inventory/place-host.ts';
import type { PlaceIndex } from '#lib/inventory/place-index.ts';
import { removeRack } from '#lib/inventory/remove-rack.ts';
import { removeSite } from '#lib/inventory/remove-site.ts';
import { updateRack } from '#lib/inventory/update-rack.ts';
import { updateSite } from '#lib/inventory/update-site.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import type { Principal } from '#lib/model/identity.ts';
import { rackInputSchema, siteInputSchema, type Rack, type Site } from '#lib/model/place.ts';
import type { SampleTable } from '#lib/model/sample.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const olga: Principal = { kind: 'user', id: 'o', name: 'olga', role: 'operator' };
const vera: Principal = { kind: 'user', id: 'v', name: 'vera', role: 'viewer' };
const agents = { list: () => [], isHere: () => false, send: () => Promise.resolve(false) };
const page = { limit: 100 };

let folder: string;
let database: Database;
let places: PlaceIndex;
let hub: LiveHub;
let changes: number;
const services = () => ({ database, places, hub, agents });

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'isotherm-inventory-'));
  database = await openDatabase({ databaseUrl: null, dataDirectory: folder, log });
});

beforeEach(async () => {
  await database.prisma.rack.deleteMany();
  await database.prisma.site.deleteMany();
  changes = 0;
  places = await createPlaceIndex(database, () => (changes += 1));
  hub = createLiveHub({ placeTags: places.tags, clock: () => 1_000 });
});

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const makeSite = (name = 'North'): Promise<Site> =>
  createSite(services(), olga, siteInputSchema.parse({ name }));

function makeRack(siteId: string, changed: object = {}): Promise<Rack> {
  const input = { siteId, room: 'Hall 1', row: 'A', name: 'R01', ...changed };
  return createRack(services(), olga, rackInputSchema.parse(input));
}

const place = (host: string, rackId: string | null, positionU: number | null, heightU = 4) =>
  placeHost(services(), olga, { host, rackId, positionU, heightU });

function hostSample(host: string): SampleTable {
  return {
    measurement: 'host',
    series: [{ host }],
    seriesIndex: new Uint32Array([0]),
    timeNs: new BigInt64Array([1_000_000_000n]),
    columns: {
      uptime_seconds: {
        type: 'float',
        values: new Float64Array([5]),
        present: new Uint8Array([1]),
      },
    },
  };
}

describe('sites and racks', () => {
  it('are made, changed, listed in the order of the hall, and removed', async () => {
    const south = await makeSite('South');
    const north = await makeSite();
    const racks = [
      await makeRack(south.id),
      await makeRack(north.id, { row: 'B', name: 'R10' }),
      await makeRack(north.id, { row: 'A', name: 'R02' }),
    ];
    const listed = await listRacks(services(), { limit: 2 });
    expect(listed.items.map(({ name }) => name)).toEqual(['R02', 'R10']);
    const rest = await listRacks(services(), { limit: 2, after: listed.next ?? '' });
    expect(rest.items).toEqual([racks[0]]);
    await updateSite(services(), olga, south.id, siteInputSchema.parse({ name: 'East' }));
    expect((await listSites(services(), page)).items.map(({ name }) => name)).toEqual([
      'East',
      'North',
    ]);
    await expect(removeSite(services(), olga, south.id)).rejects.toThrow(/racks stand there/);
    await removeRack(services(), olga, racks[0]?.id ?? '');
    await removeSite(services(), olga, south.id);
    expect((await listSites(services(), page)).items).toEqual([north]);
  });

  it('refuse names that are taken and sites that are not there', async () => {
    const site = await makeSite();
    await expect(makeSite()).rejects.toThrow('save site: there is a site North already');
    await makeRack(site.id);
    await expect(makeRack(site.id)).rejects.toThrow('the site has a rack R01 already');
    await expect(makeRack('elsewhere')).rejects.toThrow('save rack R01: there is no such site');
  });

  it('are changed by operators only', async () => {
    const input = siteInputSchema.parse({ name: 'North' });
    const attempt = createSite(services(), vera, input);
    await expect(attempt).rejects.toThrow('create site: vera lacks the role operator');
  });
});

describe('placing a host', () => {
  it('keeps two hosts off the same U, whatever comes at once', async () => {
    const rack = await makeRack((await makeSite()).id);
    const answers = await Promise.allSettled([
      place('one', rack.id, 10),
      place('two', rack.id, 12),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(place('three', rack.id, 13, 1)).rejects.toThrow(
      /place host three: (one|two) stands at U 1[02] to 1[35] of rack R01/,
    );
    await place('four', rack.id, null);
  });

  it('ends at the top of the rack, which cannot be lowered onto it', async () => {
    const site = await makeSite();
    const rack = await makeRack(site.id, { heightU: 20 });
    await expect(place('tall', rack.id, 18)).rejects.toThrow('rack R01 ends at U 20, below U 21');
    await place('tall', rack.id, 17);
    const lower = { siteId: site.id, room: 'H', row: 'A', name: 'R01', heightU: 19 };
    await expect(
      updateRack(services(), olga, rack.id, rackInputSchema.parse(lower)),
    ).rejects.toThrow('change rack R01: tall stands at U 20, above 19 U');
  });

  it('moves it within a rack and takes it out, and tells everybody who joins places', async () => {
    const rack = await makeRack((await makeSite()).id);
    await place('gpu-07', rack.id, 10);
    await place('gpu-07', rack.id, 12);
    expect(places.placeOf('gpu-07')).toMatchObject({ site: 'North', rack: 'R01' });
    await place('gpu-07', null, null);
    await place('gpu-07', null, null);
    expect(places.placeOf('gpu-07')).toBeNull();
    expect(changes).toBe(4);
    const { items } = await listAudit(services(), { ...olga, role: 'admin' }, { limit: 3 });
    expect(items.map(({ action, detail }) => [action, detail])).toEqual([
      ['host.take-out', { rack: 'R01' }],
      ['host.place', { rack: 'R01', positionU: 12, heightU: 4 }],
      ['host.place', { rack: 'R01', positionU: 10, heightU: 4 }],
    ]);
  });

  it('lists hosts that have reported and wait for a place beside those that stand', async () => {
    const rack = await makeRack((await makeSite()).id);
    await place('placed', rack.id, 10);
    const arrival = { receivedAtMs: 1_000, backlog: false };
    hub.publish([hostSample('placed')], arrival);
    hub.publish([hostSample('waiting')], arrival);
    expect((await listPlacements(services(), page)).items).toEqual([
      { host: 'placed', rackId: rack.id, positionU: 10, heightU: 4 },
      { host: 'waiting', rackId: null, positionU: null, heightU: 1 },
    ]);
    const inRack = await listPlacements(services(), { ...page, rackId: rack.id });
    expect(inRack.items.map(({ host }) => host)).toEqual(['placed']);
  });
});

describe('the place index', () => {
  it('adds names to the series of placed hosts and leaves others their own', async () => {
    const rack = await makeRack((await makeSite()).id);
    await place('gpu-07', rack.id, 10);
    expect(places.tags({ host: 'gpu-07', gpu: 'g', rack: 'a hint' })).toEqual({
      host: 'gpu-07',
      gpu: 'g',
      site: 'North',
      room: 'Hall 1',
      row: 'A',
      rack: 'R01',
    });
    expect(places.tags({ host: 'new', rack: 'a hint' })).toEqual({ host: 'new', rack: 'a hint' });
    expect(places.tags({ device: 'pdu-1' })).toEqual({ device: 'pdu-1' });
  });

  it('turns names of places into hosts for a store', async () => {
    const site = await makeSite();
    const [one, two] = [await makeRack(site.id), await makeRack(site.id, { name: 'R02' })];
    await place('a', one.id, 1);
    await place('b', one.id, 5);
    await place('c', two.id, 1);
    expect(places.hostMatch({ rack: ['R01'] })).toEqual({ host: ['a', 'b'] });
    expect(places.hostMatch({ row: ['A'], rack: ['R02', 'R09'] })).toEqual({ host: ['c'] });
    expect(places.hostMatch({ rack: ['R01'], host: ['b', 'c'], gpu: ['g'] })).toEqual({
      host: ['b'],
      gpu: ['g'],
    });
    expect(places.hostMatch({ rack: ['R01'], host: ['c'] })).toBeNull();
    expect(places.hostMatch({ rack: ['a hint'] })).toEqual({ rack: ['a hint'] });
    expect(places.hostMatch({ host: ['x'] })).toEqual({ host: ['x'] });
  });

  it('follows a site that is renamed', async () => {
    const site = await makeSite();
    await place('a', (await makeRack(site.id)).id, 1);
    await updateSite(services(), olga, site.id, siteInputSchema.parse({ name: 'East' }));
    expect(places.placeOf('a')).toMatchObject({ site: 'East' });
  });
});
