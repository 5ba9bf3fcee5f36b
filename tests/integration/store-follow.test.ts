import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { SampleTable } from '#lib/model/sample.ts';
import { openInfluxStore } from '#lib/store/influxdb/open-influx-store.ts';
import type { Store } from '#lib/store/store.ts';
import { float, sampleTable } from '#tests/contract/sample-tables.ts';
import { startInflux, type InfluxServer } from '#tests/simulator/influxd.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const stop = new AbortController();
const delivered: { measurement: string; source: string | undefined; value: unknown }[] = [];

let server: InfluxServer;
let store: Store;
let following: Promise<void> | undefined;

beforeAll(async () => {
  server = await startInflux();
  const config = { url: server.url, database: 'hall', credentials: { kind: 'none' } } as const;
  store = await openInfluxStore({ config, clock: Date.now, log });
  following = store.follow?.(take, stop.signal);
});
afterAll(async () => {
  stop.abort();
  await following;
  await store.close();
  await server.stop();
});

it('delivers what others write, once, and not what we write', async () => {
  const timeNs = BigInt(Date.now()) * 1_000_000n;
  await store.write({
    tables: [sampleTable('gpu', [{ tags: { source: 'us' }, timeNs, fields: { watts: float(1) } }])],
  });
  await writeDirectly('them', timeNs, 2);
  await vi.waitFor(() => expect(sources()).toEqual(['them']), waiting);
  await writeDirectly('late', BigInt(Date.now() - 2_000) * 1_000_000n, 3);
  await vi.waitFor(() => expect(sources()).toEqual(['them', 'late']), waiting);
  expect(delivered).toMatchObject([{ measurement: 'gpu', value: 2 }, { value: 3 }]);
});

it('goes on after the database was away', async () => {
  await server.halt();
  await expect(store.batchWatermarks()).resolves.toEqual(new Map());
  const refused = store.write({
    tables: [sampleTable('gpu', [{ tags: {}, timeNs: 1n, fields: { watts: float(1) } }])],
  });
  await expect(refused).rejects.toThrow(/^reach InfluxDB at http:\/\/127\.0\.0\.1:\d+: /);
  await server.start();
  await writeDirectly('back', BigInt(Date.now()) * 1_000_000n, 4);
  await vi.waitFor(() => expect(sources()).toContain('back'), waiting);
  expect(sources()).toEqual(['them', 'late', 'back']);
});

const waiting = { timeout: 60_000, interval: 50 };

function take(tables: SampleTable[]): void {
  for (const { measurement, series, seriesIndex, columns, timeNs } of tables) {
    timeNs.forEach((_, row) => {
      const source = series[seriesIndex[row] ?? 0]?.['source'];
      delivered.push({ measurement, source, value: columns['watts']?.values[row] });
    });
  }
}

function sources(): (string | undefined)[] {
  return delivered.map(({ source }) => source);
}

/** Another client of the database, such as an agent that pushes straight into it. */
async function writeDirectly(source: string, timeNs: bigint, watts: number): Promise<void> {
  const response = await fetch(`${server.url}/write?db=hall`, {
    method: 'POST',
    body: `gpu,source=${source} watts=${String(watts)} ${String(timeNs)}`,
  });
  expect(response.status).toBe(204);
}
