import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { listGpuEvents } from '#lib/fleet/list-gpu-events.ts';
import { readThrottleLedger, type LedgerQuery } from '#lib/fleet/read-throttle-ledger.ts';
import { throttleCsv } from '#lib/fleet/throttle-csv.ts';
import { createPlaceIndex } from '#lib/inventory/create-place-index.ts';
import type { PlaceIndex } from '#lib/inventory/place-index.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import type { SampleValue, Store } from '#lib/store/store.ts';
import { tableOf } from '#tests/live/table.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';

const hourMs = 3_600_000;
const nowMs = Math.floor(Date.now() / hourMs) * hourMs;
const startMs = nowMs - hourMs;
const { signal } = new AbortController();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Two placed hosts with two GPUs, and one in no rack whose GPU reports for half of the hour. */
describe('what GPUs went through', () => {
  const directory = temporaryDirectory('isotherm-gpu-history-');
  let database: Database;
  let store: Store;
  let places: PlaceIndex;

  beforeAll(async () => {
    database = await openDatabase({ databaseUrl: null, dataDirectory: directory, log: quiet });
    store = await openDuckDbStore({ directory: path.join(directory, 'samples') });
    const site = await database.prisma.site.create({ data: { name: 'Oslo' } });
    const rack = await database.prisma.rack.create({
      data: { siteId: site.id, room: 'a', row: '1', name: 'R01' },
    });
    for (const host of ['n1', 'n2']) {
      await database.prisma.placement.create({ data: { host, rackId: rack.id } });
    }
    places = await createPlaceIndex(database);
    await throttling('n1', 'GPU-1', '0', (second) => ({ power_cap: second * 0.5, hw_thermal: 0 }));
    // The driver is loaded again after half of the hour, and the board takes another index.
    await throttling('n1', 'GPU-2', '1', (second) => {
      return second < 1800 ? { power_cap: second * 0.1, hw_thermal: second * 0.2 } : null;
    });
    await throttling('n1', 'GPU-2', '2', (second) => {
      return second < 1800 ? null : { power_cap: (second - 1800) * 0.1, hw_thermal: 0 };
    });
    await throttling('n2', 'GPU-3', '0', () => ({ power_cap: 7_000, hw_thermal: 0 }));
    await throttling('n3', 'GPU-4', '0', (second) => {
      return second < 1800 ? { power_cap: second } : null;
    });
    await events();
  });

  afterAll(async () => {
    await store.close();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function throttling(
    host: string,
    gpu: string,
    index: string,
    secondsAt: (second: number) => Readonly<Record<string, number>> | null,
  ): Promise<void> {
    const rows = [];
    for (let second = -10; second < 3600; second += 1) {
      const counters = secondsAt(second);
      if (!counters) continue;
      const fields = Object.entries(counters).map(([key, value]) => [
        `throttle_${key}_seconds_total`,
        value,
      ]);
      rows.push({
        tags: { host, gpu, index, model: 'H200', simulated: 'true' },
        timeMs: startMs + second * 1000,
        fields: Object.fromEntries(fields) as Record<string, number>,
      });
    }
    await store.write({ tables: [tableOf('gpu', rows)] });
  }

  async function events(): Promise<void> {
    const event = (
      second: number,
      host: string,
      gpu: string,
      fields: Record<string, SampleValue>,
    ) => ({
      tags: { host, gpu, kind: 'xid' },
      timeMs: startMs + second * 1000,
      fields: { severity: 'warning', ...fields },
    });
    await store.write({
      tables: [
        tableOf('gpu_event', [
          event(10, 'n1', 'GPU-1', { code: 31n, title: 'page fault', message: 'pid=12, "vllm"' }),
          event(20, 'n1', 'GPU-1', { code: 79n, title: 'fell off the bus', severity: 'critical' }),
          event(20, 'n1', 'GPU-2', { code: 79n, title: 'fell off the bus', severity: 'critical' }),
          event(20, 'n2', 'GPU-3', { code: 79n, title: 'fell off the bus', severity: 'critical' }),
          event(30, 'n3', 'GPU-4', { code: 94n, title: 'contained error' }),
        ]),
      ],
    });
  }

  const ledger = (query: Partial<LedgerQuery> = {}) =>
    readThrottleLedger(
      { store, places },
      { startMs, endMs: nowMs, match: {}, groupBy: 'gpu', ...query },
      nowMs,
      signal,
    );

  describe('throttle ledger', () => {
    it('counts seconds by reason, over resets and a changed index, and says how much it saw', async () => {
      const { rows, ...range } = await ledger();
      expect(range).toMatchObject({ startMs, endMs: nowMs, stepMs: 10_000, groupBy: 'gpu' });
      const byGpu = new Map(rows.map((row) => [row.gpu, row]));
      const first = byGpu.get('GPU-1');
      expect(first).toMatchObject({
        host: 'n1',
        rack: 'R01',
        index: '0',
        simulated: true,
        gpus: 1,
      });
      expect(first?.seconds.power_cap).toBeCloseTo(1800, 6);
      expect(first?.seconds.hw_thermal).toBe(0);
      expect(first?.seconds.sync_boost).toBeNull();
      expect(first?.coverageRatio).toBe(1);
      const second = byGpu.get('GPU-2');
      // Each of its two series has counted from its own first sample.
      expect(second?.seconds.power_cap).toBeCloseTo(180 + 179.9, 6);
      expect(second?.seconds.hw_thermal).toBeCloseTo(360, 6);
      expect(second?.coverageRatio).toBeCloseTo(1, 2);
      expect(byGpu.get('GPU-3')?.seconds.power_cap).toBe(0);
      const silent = byGpu.get('GPU-4');
      expect(silent?.coverageRatio).toBe(0.5);
      expect(silent?.coveredSeconds).toBe(1800);
    });

    it('adds up hosts and racks, and says what stands in none', async () => {
      const { rows: hosts } = await ledger({ groupBy: 'host' });
      expect(hosts.map(({ host, gpus }) => [host, gpus])).toEqual([
        ['n1', 2],
        ['n2', 1],
        ['n3', 1],
      ]);
      expect(hosts[0]?.seconds.hw_thermal).toBeCloseTo(360, 6);
      const { rows: racks } = await ledger({ groupBy: 'rack' });
      expect(racks.map(({ rack, gpus, host }) => [rack, gpus, host])).toEqual([
        [null, 1, null],
        ['R01', 3, null],
      ]);
      expect(racks[1]?.seconds.power_cap).toBeCloseTo(1800 + 359.9, 6);
      const { rows: placed } = await ledger({ match: { rack: ['R01'] } });
      expect(placed).toHaveLength(3);
    });

    it('answers a part of the time, and nothing where nothing was read', async () => {
      const { rows } = await ledger({ endMs: startMs + 600_000, match: { gpu: ['GPU-1'] } });
      expect(rows[0]?.seconds.power_cap).toBeCloseTo(300, 6);
      const before = { startMs: startMs - 4 * hourMs, endMs: startMs - 3 * hourMs };
      expect((await ledger(before)).rows).toEqual([]);
    });

    it('goes into a spreadsheet', async () => {
      const [header, first] = throttleCsv(await ledger()).split('\r\n');
      expect(header).toContain('rack,host,gpu,index,model,gpus,throttle_hw_thermal_seconds');
      expect(first).toMatch(/^R01,n1,GPU-1,0,H200,1,0,,,,1800(\.\d+)?,,,3600,1,true$/);
    });

    it('refuses ranges it cannot answer', async () => {
      await expect(ledger({ startMs: nowMs })).rejects.toThrow('the range ends before it starts');
      await expect(ledger({ startMs: 0 })).rejects.toThrow('at most 400 days');
    });
  });

  describe('events', () => {
    const list = (query: Partial<Parameters<typeof listGpuEvents>[1]> = {}) =>
      listGpuEvents({ store, places }, { match: {}, limit: 100, ...query }, nowMs, signal);

    it('come newest first, with their words and their place', async () => {
      const { items, next } = await list();
      expect(items).toHaveLength(5);
      expect(next).toBeNull();
      expect(items[0]).toMatchObject({ host: 'n3', rack: null, code: 94, action: null });
      expect(items.at(-1)).toMatchObject({
        timeMs: startMs + 10_000,
        rack: 'R01',
        code: 31,
        severity: 'warning',
        title: 'page fault',
        message: 'pid=12, "vllm"',
      });
    });

    it('come page by page, also where a page ends within one millisecond', async () => {
      const keys: string[] = [];
      let after: string | undefined;
      for (let page = 0; page < 5; page += 1) {
        const { items, next } = await list({ limit: 1, ...(after !== undefined && { after }) });
        keys.push(...items.map(({ key }) => key));
        if (next === null) break;
        after = next;
      }
      expect(keys).toEqual((await list()).items.map(({ key }) => key));
    });

    it('are found by GPU, host and rack', async () => {
      const count = async (match: Record<string, string[]>) => (await list({ match })).items.length;
      expect(await count({ gpu: ['GPU-1'] })).toBe(2);
      expect(await count({ host: ['n1'] })).toBe(3);
      expect(await count({ rack: ['R01'] })).toBe(4);
      expect(await count({ rack: ['nowhere'] })).toBe(0);
    });

    it('are bounded in time', async () => {
      expect((await list({ start: startMs + 25_000, end: nowMs })).items).toHaveLength(1);
      await expect(list({ start: nowMs, end: startMs })).rejects.toThrow('ends before it starts');
      await expect(list({ start: 0 })).rejects.toThrow('at most 400 days');
    });
  });
});
