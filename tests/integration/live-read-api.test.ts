import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GET as getLatest } from '#app/api/v1/latest/route.ts';
import { GET as getMeasurements } from '#app/api/v1/measurements/route.ts';
import { GET as getReference } from '#app/api/v1/openapi.json/route.ts';
import { GET as getSeries } from '#app/api/v1/series/route.ts';
import type { Route } from '#lib/api/define-route.ts';
import { principalHeader, sealPrincipal } from '#lib/auth/principal-header.ts';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { createPlaceIndex } from '#lib/inventory/create-place-index.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import { latestQuerySchema, readLatest } from '#lib/samples/read-latest.ts';
import { setServices, type Services } from '#lib/services.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import type { Store } from '#lib/store/store.ts';
import { tableOf } from '#tests/live/table.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const directory = mkdtempSync(path.join(os.tmpdir(), 'isotherm-read-api-'));
const nowMs = Date.now();
const big = 2n ** 60n + 1n;

let heardUntilMs = nowMs;

let store: Store;
let database: Database;

/** Host a is known from before a restart only, host b from both, and only a stands in a rack. */
beforeAll(async () => {
  store = await openDuckDbStore({ directory: path.join(directory, 'samples') });
  database = await openDatabase({ databaseUrl: null, dataDirectory: directory, log });
  const site = await database.prisma.site.create({ data: { name: 'North' } });
  const rack = await database.prisma.rack.create({
    data: { siteId: site.id, room: 'A', row: '1', name: 'R01' },
  });
  await database.prisma.placement.create({ data: { host: 'a', rackId: rack.id } });
  const places = await createPlaceIndex(database);
  const hub = createLiveHub({ placeTags: places.tags, clock: () => nowMs });
  const row = (host: string, secondsAgo: number, fields: Record<string, number | bigint>) => ({
    tags: { host },
    timeMs: nowMs - secondsAgo * 1000,
    fields,
  });
  const before = tableOf('host', [
    row('a', 200, { power_watts: 100, energy_joules_total: big }),
    row('a', 190, { power_watts: 200, energy_joules_total: big }),
    row('b', 200, { power_watts: 10 }),
  ]);
  await store.write({ tables: [before] });
  const now = tableOf('host', [row('b', 1, { power_watts: 30 })]);
  hub.publish([now], { receivedAtMs: nowMs, backlog: false });
  setServices(servicesOf({ store, database, hub, places, log }));
});

afterAll(async () => {
  await store.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

/** The read routes use nothing else. */
function servicesOf(parts: Pick<Services, 'store' | 'database' | 'hub' | 'places' | 'log'>) {
  return parts as Services;
}

async function ask(route: Route, query: string): Promise<[number, unknown]> {
  const seal = sealPrincipal({ kind: 'user', id: 'u', name: 'Bob', role: 'viewer' });
  const request = new Request(`http://localhost/?${query}`, {
    headers: { [principalHeader]: seal },
  });
  const response = await route(request, { params: Promise.resolve({}) });
  return [response.status, await response.json()];
}

const placeOfA = { site: 'North', room: 'A', row: '1', rack: 'R01' };

describe('GET /latest', () => {
  it('answers what is newest of memory and store, with places and exact integers', async () => {
    const query = 'measurement=host&fields=power_watts,energy_joules_total';
    expect(await ask(getLatest, query)).toEqual([
      200,
      {
        fields: ['power_watts', 'energy_joules_total'],
        items: [
          { tags: { host: 'a', ...placeOfA }, time: nowMs - 190_000, values: [200, String(big)] },
          { tags: { host: 'b' }, time: nowMs - 1000, values: [30, null] },
        ],
        next: null,
      },
    ]);
  });

  it('finds hosts by the rack they stand in, and pages', async () => {
    const [, inRack] = await ask(getLatest, 'measurement=host&fields=power_watts&match=rack:R01');
    expect(inRack).toMatchObject({ items: [{ tags: { host: 'a' } }] });
    const first = await ask(getLatest, 'measurement=host&fields=power_watts&limit=1');
    const { next } = z.object({ next: z.string() }).parse(first[1]);
    const after = encodeURIComponent(next);
    const query = `measurement=host&fields=power_watts&limit=1&after=${after}`;
    expect((await ask(getLatest, query))[1]).toMatchObject({
      items: [{ tags: { host: 'b' } }],
      next: null,
    });
  });

  it('asks the store no longer once memory has heard for as long', async () => {
    const hub = createLiveHub({ placeTags: (tags) => tags, clock: () => heardUntilMs });
    const places = await createPlaceIndex(database);
    const silent: Store = {
      ...store,
      latest: () => Promise.reject(new Error('read store: it was asked')),
    };
    const services = { hub, store: silent, places };
    const question = latestQuerySchema.parse({ measurement: 'host', fields: 'power_watts' });
    const { signal } = new AbortController();
    const early = readLatest(services, question, heardUntilMs, signal);
    await expect(early).rejects.toThrow('it was asked');
    heardUntilMs += 300_000;
    const sample = { tags: { host: 'c' }, timeMs: heardUntilMs, fields: { power_watts: 7 } };
    hub.publish([tableOf('host', [sample])], { receivedAtMs: heardUntilMs, backlog: false });
    const { items } = await readLatest(services, question, heardUntilMs, signal);
    expect(items).toEqual([{ tags: { host: 'c' }, time: heardUntilMs, values: [7] }]);
  });

  it('leaves out what is older than asked for', async () => {
    const [, answer] = await ask(getLatest, 'measurement=host&fields=power_watts&max_age=150s');
    expect(answer).toMatchObject({ items: [{ tags: { host: 'b' } }] });
  });

  it('names what is wrong', async () => {
    expect(await ask(getLatest, 'measurement=host&fields=&max_age=2d&matches=rack:R01')).toEqual([
      400,
      {
        error:
          'query fields: must have at least 1 entries; query max_age: must be at most 1d; ' +
          'query: there is no "matches"',
      },
    ]);
  });
});

const range = `start=${nowMs - 240_000}&end=${nowMs}&step=10s`;

describe('GET /series', () => {
  it('answers columns, one series a host with its place', async () => {
    const [status, answer] = await ask(
      getSeries,
      `measurement=host&fields=power_watts&match=host:a&${range}`,
    );
    expect(status).toBe(200);
    const { time, stepMs, series } = z
      .object({
        time: z.array(z.number()),
        stepMs: z.number(),
        series: z.array(z.object({ tags: z.unknown(), values: z.array(z.number().nullable()) })),
      })
      .parse(answer);
    expect(stepMs).toBe(10_000);
    expect(series).toHaveLength(1);
    expect(series[0]?.tags).toEqual({ host: 'a', ...placeOfA });
    expect(series[0]?.values).toHaveLength(time.length);
    expect(series[0]?.values.filter((value) => value !== null)).toEqual([100, 200]);
  });

  it('groups by rack, and merges everything for an empty group_by', async () => {
    const sums = `measurement=host&fields=power_watts&across=sum&${range}`;
    const [, byRack] = await ask(getSeries, `${sums}&group_by=rack&match=rack:R01`);
    expect(byRack).toMatchObject({ series: [{ tags: { rack: 'R01' } }] });
    const [, whole] = await ask(getSeries, `${sums}&group_by=`);
    const { series } = z
      .object({ series: z.array(z.object({ values: z.array(z.number().nullable()) })) })
      .parse(whole);
    expect(series).toHaveLength(1);
    expect(series[0]?.values).toContain(110);
  });

  it('refuses with the limit and how to ask instead', async () => {
    const [status, body] = await ask(
      getSeries,
      `measurement=host&fields=power_watts&start=0&end=${nowMs}&step=1s`,
    );
    expect([status, body]).toEqual([
      400,
      { error: 'query series: the range must be at most 10 years' },
    ]);
    const [, steps] = await ask(
      getSeries,
      `measurement=host&fields=power_watts&start=${nowMs - 86_400_000}&end=${nowMs}&step=1s`,
    );
    expect(JSON.stringify(steps)).toContain('ask for a step of at least');
    const [, backwards] = await ask(
      getSeries,
      `measurement=host&fields=power_watts&start=${nowMs}&end=0`,
    );
    expect(backwards).toEqual({ error: 'query series: the end must lie after the start' });
    const [, alone] = await ask(getSeries, 'measurement=host&fields=power_watts&across=sum');
    expect(alone).toEqual({ error: 'query across: needs group_by, which may be empty' });
  });
});

describe('GET /measurements and the reference', () => {
  it('lists what is stored with what the catalogue knows', async () => {
    const [, answer] = await ask(getMeasurements, '');
    expect(answer).toMatchObject({
      items: [{ name: 'host', seriesCount: 2, tags: ['host'] }],
      next: null,
    });
    const [page] = z
      .object({
        items: z.array(z.object({ fields: z.array(z.looseObject({ name: z.string() })) })),
      })
      .parse(answer).items;
    const power = page?.fields.find(({ name }) => name === 'power_watts');
    expect(power).toMatchObject({ type: 'float', kind: 'gauge', unit: 'watts' });
  });

  it('describes every operation', async () => {
    const [, answer] = await ask(getReference, '');
    const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(answer);
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/latest', '/series', '/runs/{id}/stop', '/agents', '/sites']),
    );
  });
});
