import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { VictoriaConfig } from '#lib/config/config.ts';
import { openVictoriaStore } from '#lib/store/victoriametrics/open-victoria-store.ts';
import { boolean, float, integer, sampleTable, text } from '#tests/contract/sample-tables.ts';
import { describeStore } from '#tests/contract/store-contract.ts';
import { atNs, powers, signal, startMs, StoreBench } from '#tests/contract/store/store-bench.ts';
import type { StorePlace } from '#tests/contract/store/store-bench.ts';
import { startVictoriaCluster } from '#tests/simulator/victoria-cluster.ts';
import { startVictoria, type VictoriaServer } from '#tests/simulator/victoriametrics.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function place(): StorePlace {
  let server: VictoriaServer | null = null;
  return {
    lacks: {
      'exact numbers': 'VictoriaMetrics keeps numbers as decimals of some twelve digits',
      nanoseconds: 'VictoriaMetrics keeps times in milliseconds',
      overwriting: 'VictoriaMetrics keeps either of two values of one series and time',
      tiers: 'VictoriaMetrics keeps samples as long as -retentionPeriod and answers from them',
    },
    open: async () => {
      server ??= await startVictoria();
      const directory = path.join(server.folder, 'journal');
      const config = configOf(server.url);
      return openVictoriaStore({ config, directory, clock: Date.now, log });
    },
    remove: async () => {
      await server?.stop();
    },
  };
}

function configOf(url: string): VictoriaConfig {
  return { insertUrl: url, selectUrl: url, isCluster: false, credentials: { kind: 'none' } };
}

describeStore('victoriametrics', place());

describe('victoriametrics', () => {
  const bench = new StoreBench(place());
  beforeAll(() => bench.open());
  afterAll(() => bench.remove());

  it('keeps twelve digits, whole numbers up to 2^53, words and truth', async () => {
    bench.nextCase();
    const fields = {
      a: float(123_456.789_012),
      b: integer(-(2n ** 53n) + 1n),
      c: text('line one\nline "two"\\, ünï 😀'),
      d: boolean(false),
      e: text(''),
    };
    const tags = { gpu: 'a', 'model name': 'H100 80GB,\\"x"=1' };
    await bench.write(sampleTable(bench.gpu, [{ tags, timeNs: atNs(0), fields }]));
    expect(await bench.latest(Object.keys(fields))).toEqual([
      { tags, timeMs: startMs, values: Object.values(fields).map(({ value }) => value) },
    ]);
  });

  it('keeps events apart that come within a millisecond', async () => {
    const event = (ns: bigint, code: bigint) => ({
      tags: { host: 'a', gpu: 'GPU-1', kind: 'xid' },
      timeNs: atNs(0) + ns,
      fields: { code: integer(code), title: text(`Xid ${String(code)}`) },
    });
    await bench.write(sampleTable('gpu_event', [event(1n, 63n), event(2n, 64n), event(0n, 79n)]));
    const query = { measurement: 'gpu_event', match: {}, startMs, endMs: startMs + 1 };
    const found = await bench.store.points(
      { ...query, fields: ['code', 'title'], limit: 10 },
      signal,
    );
    expect(found.map(({ values }) => values)).toEqual([
      [64n, 'Xid 64'],
      [63n, 'Xid 63'],
      [79n, 'Xid 79'],
    ]);
    const counts = await bench.store.series(
      { ...query, fields: ['code'], aggregate: 'count', stepMs: 1_000, maxPoints: 10 },
      signal,
    );
    expect(counts.series).toMatchObject([{ values: [3] }]);
  });

  it('counts once what is written twice', async () => {
    bench.nextCase();
    for (let time = 0; time < 3; time += 1) {
      await bench.write(sampleTable(bench.gpu, powers([1, 2, 3])));
    }
    const counted = await bench.series({ aggregate: 'count' });
    expect(counted.series[0]?.values[0]).toBe(3);
  });

  it('cuts the last bucket where the range ends', async () => {
    bench.nextCase();
    await bench.write(sampleTable(bench.gpu, powers(Array<number>(60).fill(1))));
    for (const stepMs of [10_000, 60_000]) {
      const cut = await bench.series({ aggregate: 'count', stepMs, endMs: startMs + 25_001 });
      expect(cut.series[0]?.values.map(Number).reduce((a, b) => a + b)).toBe(26);
    }
  });

  it('rejects what the database would cut short or drop', async () => {
    bench.nextCase();
    const long = 'x'.repeat(5_000);
    const outcome = await bench.write(
      sampleTable(bench.gpu, [
        { tags: { gpu: 'a' }, timeNs: atNs(0), fields: { x: float(1), note: text(long) } },
        { tags: { gpu: long }, timeNs: atNs(0), fields: { x: float(2) } },
      ]),
    );
    expect(outcome).toMatchObject({ rejected: [{ field: 'x', rows: 1 }, { field: 'note' }] });
    expect(await bench.latest(['x', 'note'])).toMatchObject([{ values: [1, null] }]);
  });

  it('shows at once what comes late for a time that was answered before', async () => {
    bench.nextCase();
    await bench.write(sampleTable(bench.gpu, powers([1])));
    const hour = { aggregate: 'sum', stepMs: 60_000, endMs: startMs + 3_600_000 } as const;
    for (const expected of [1, 3, 6]) {
      expect((await bench.series(hour)).series[0]?.values[0]).toBe(expected);
      const late = Array<null>(expected).fill(null);
      await bench.write(sampleTable(bench.gpu, powers([...late, expected === 1 ? 2 : 3])));
    }
  });
});

describe('a cluster of VictoriaMetrics', () => {
  it('is written to and read at its two addresses, and catches up after it was away', async () => {
    const server = await startVictoria();
    const cluster = await startVictoriaCluster(server.url);
    const { insertUrl, selectUrl } = cluster;
    const store = await openVictoriaStore({
      config: { insertUrl, selectUrl, isCluster: true, credentials: { kind: 'none' } },
      directory: path.join(server.folder, 'journal'),
      clock: Date.now,
      log,
    });
    const write = (second: number) =>
      store.write({
        tables: [sampleTable('gpu', powers([...Array<null>(second).fill(null), second]))],
        batch: { source: 'a', sequence: BigInt(second) },
      });
    const query = { measurement: 'gpu', fields: ['power_watts'], match: {}, startMs };
    // Nothing flushes a cluster: what was written shows after its own time.
    const counted = (seconds: number) =>
      vi.waitUntil(
        async () => {
          const found = await store.series(
            { ...query, endMs: startMs + 60_000, maxPoints: 10, aggregate: 'count' },
            signal,
          );
          const total = found.series[0]?.values.reduce<number>((sum, one) => sum + (one ?? 0), 0);
          return total === seconds;
        },
        { timeout: 30_000, interval: 200 },
      );
    await write(1);
    await counted(1);
    cluster.refuse(true);
    await expect(write(2)).rejects.toThrow(/write to VictoriaMetrics/);
    cluster.refuse(false);
    await write(2);
    await counted(2);
    expect(await store.tiers(signal)).toEqual([]);
    await store.close();
    await cluster.stop();
    await server.stop();
  });
});

describe('a VictoriaMetrics with a password', () => {
  it('is opened with it, and refused in a sentence without', async () => {
    const flags = ['-httpAuth.username=isotherm', '-httpAuth.password=secret'];
    const server = await startVictoria(['-dedup.minScrapeInterval=1ms', ...flags]);
    const open = (password: string) =>
      openVictoriaStore({
        config: {
          ...configOf(server.url),
          credentials: { kind: 'password', user: 'isotherm', password },
        },
        directory: path.join(server.folder, 'journal'),
        clock: Date.now,
        log,
      });
    try {
      const store = await open('secret');
      await store.write({ tables: [sampleTable('gpu', powers([1]))] });
      expect(await store.listSeries('gpu', signal)).toEqual([{ gpu: 'a' }]);
      await store.close();
      await expect(open('wrong')).rejects.toThrow(/VictoriaMetrics: it refuses the credentials$/);
    } finally {
      await server.stop();
    }
  });
});

describe('a VictoriaMetrics that is not set up for us', () => {
  it('is refused in a sentence that says how to start it', async () => {
    const server = await startVictoria([]);
    try {
      const directory = path.join(server.folder, 'journal');
      const config = configOf(server.url);
      await expect(openVictoriaStore({ config, directory, clock: Date.now, log })).rejects.toThrow(
        `use VictoriaMetrics at ${server.url}: it keeps a sample twice that is written twice; start it with -dedup.minScrapeInterval=1ms`,
      );
    } finally {
      await server.stop();
    }
  });

  it('is named when it does not answer', async () => {
    const config = configOf('http://127.0.0.1:9');
    await expect(
      openVictoriaStore({ config, directory: '/nonexistent', clock: Date.now, log }),
    ).rejects.toThrow(/^reach VictoriaMetrics at http:\/\/127.0.0.1:9: /);
  });
});
