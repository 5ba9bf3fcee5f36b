import { afterAll, beforeAll, expect, it } from 'vitest';
import { openInfluxStore } from '#lib/store/influxdb/open-influx-store.ts';
import type { SharedStore, Store } from '#lib/store/store.ts';
import { tableOf } from '#tests/live/table.ts';
import { startInflux, type InfluxServer } from '#tests/simulator/influxd.ts';

const startMs = Math.floor((Date.now() - 7_200_000) / 3_600_000) * 3_600_000;

let influx: InfluxServer;
let nowMs = startMs;
beforeAll(async () => {
  influx = await startInflux();
});
afterAll(() => influx.stop());

async function open(): Promise<{ store: Store; shared: SharedStore }> {
  const store = await openInfluxStore({
    config: { url: influx.url, database: 'shared', credentials: { kind: 'none' } },
    clock: () => nowMs,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  if (!store.shared) throw new Error('share the store: it cannot be shared');
  return { store, shared: store.shared };
}

async function write(store: Store, lane: string, fromMs: number, seconds: number): Promise<void> {
  const rows = Array.from({ length: seconds }, (_, second) => ({
    tags: { lane },
    timeMs: fromMs + second * 1_000,
    fields: { value: 1 },
  }));
  await store.write({ tables: [tableOf('shared', rows)] });
}

/** Rows of the first ten minutes as the minutes' rollup has them, and how it was read. */
async function countMinutes(store: Store): Promise<{ tier: string; rows: number }> {
  const answer = await store.series(
    {
      ...{ measurement: 'shared', fields: ['value'], match: {}, groupBy: [], across: 'sum' },
      ...{ startMs, endMs: startMs + 600_000, stepMs: 60_000, maxPoints: 100 },
      aggregate: 'count',
    },
    new AbortController().signal,
  );
  const values = answer.series[0]?.values ?? [];
  return { tier: answer.tier, rows: values.reduce<number>((sum, one) => sum + (one ?? 0), 0) };
}

it('rolls up on one server what several have written, however late it came', async () => {
  const leader = await open();
  const follower = await open();
  await leader.shared.lead();
  await follower.shared.follow();
  await write(leader.store, 'a', startMs, 600);
  await write(follower.store, 'b', startMs, 600);
  nowMs = startMs + 3_600_000;
  await leader.store.maintain(nowMs);
  await follower.shared.follow();
  expect(await countMinutes(leader.store)).toEqual({ tier: '1m', rows: 1_200 });
  expect(await countMinutes(follower.store)).toEqual({ tier: '1m', rows: 1_200 });

  // What waited on a disk comes to the follower after the windows were built.
  await write(follower.store, 'late', startMs, 600);
  await follower.shared.follow();
  expect(await countMinutes(follower.store)).toEqual({ tier: '1m', rows: 1_800 });
  await follower.store.maintain(nowMs);
  await leader.store.maintain(nowMs);
  expect(await countMinutes(leader.store)).toEqual({ tier: '1m', rows: 1_800 });
  await follower.shared.follow();
  expect(await countMinutes(follower.store)).toEqual({ tier: '1m', rows: 1_800 });

  // The lead passes on with what the one before had not come to.
  await write(follower.store, 'later', startMs, 600);
  await leader.shared.follow();
  await follower.shared.lead();
  await follower.store.maintain(nowMs);
  expect(await countMinutes(follower.store)).toEqual({ tier: '1m', rows: 2_400 });
  await leader.store.close();
  await follower.store.close();
});

it('shows a follower at once what nobody has rolled up yet', async () => {
  const { store, shared } = await open();
  await shared.follow();
  const fromMs = nowMs - 60_000;
  await write(store, 'new', fromMs, 30);
  await shared.follow();
  const answer = await store.series(
    {
      ...{ measurement: 'shared', fields: ['value'], match: { lane: ['new'] }, groupBy: [] },
      ...{ startMs: fromMs, endMs: nowMs, stepMs: 10_000, maxPoints: 100, aggregate: 'count' },
    },
    new AbortController().signal,
  );
  const rows = answer.series[0]?.values.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  expect(rows).toBe(30);
  await store.close();
});
