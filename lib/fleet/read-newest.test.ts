import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import type { Store } from '#lib/store/store.ts';
import { tableOf } from '#tests/live/table.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';
import { readNewest } from './read-newest.ts';

const nowMs = 1_795_000_000_000;

describe('readNewest', () => {
  const directory = temporaryDirectory('isotherm-read-newest-');
  const placeTags = (tags: Readonly<Record<string, string>>) => ({ ...tags, rack: 'R01' });
  let store: Store;

  beforeAll(async () => {
    store = await openDuckDbStore({ directory });
  });

  afterAll(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const row = (host: string, secondsAgo: number, watts: number) =>
    tableOf('host', [
      { tags: { host }, timeMs: nowMs - secondsAgo * 1000, fields: { power_watts: watts } },
    ]);
  const powers = async (hub: ReturnType<typeof createLiveHub>, match = {}) => {
    const readings = await readNewest({ hub, store }, 'host', ['power_watts'], match, nowMs);
    return readings.map(({ tags, values }) => [tags['host'], values['power_watts']]).sort();
  };

  it('takes from the store what memory does not have, and nothing twice', async () => {
    await store.write({ tables: [row('a', 100, 1), row('b', 100, 2)] });
    const hub = createLiveHub({ placeTags, clock: () => nowMs });
    hub.publish([row('a', 1, 10)], { receivedAtMs: nowMs, backlog: false });
    expect(await powers(hub)).toEqual([
      ['a', 10],
      ['b', 2],
    ]);
    expect(await powers(hub, { host: ['b'] })).toEqual([['b', 2]]);
    expect(await powers(hub, { host: ['a'] })).toEqual([['a', 10]]);
  });

  it('does not read a day of samples where memory has everything', async () => {
    const hub = createLiveHub({ placeTags, clock: () => nowMs });
    hub.publish([row('a', 1, 10), row('b', 1, 20)], { receivedAtMs: nowMs, backlog: false });
    let asked = 0;
    const watched: Pick<Store, 'listSeries' | 'latest'> = {
      listSeries: (...args) => store.listSeries(...args),
      latest: (...args) => {
        asked += 1;
        return store.latest(...args);
      },
    };
    const services = { hub, store: { ...store, ...watched } };
    const readings = await readNewest(services, 'host', ['power_watts'], {}, nowMs);
    expect([readings.length, asked]).toEqual([2, 0]);
  });
});
