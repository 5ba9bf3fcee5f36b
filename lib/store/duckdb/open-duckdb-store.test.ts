import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SeriesQuery } from '../store.ts';
import { openDuckDbStore } from './open-duckdb-store.ts';

const signal = new AbortController().signal;
const startMs = Date.UTC(2026, 0, 2, 12);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'isotherm-store-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('openDuckDbStore', () => {
  it('brings a file of version 1 up to date and rolls up what it held', async () => {
    await makeFile(versionOne);
    const store = await openDuckDbStore({ directory });
    const before = await store.series(rate, signal);
    await store.maintain(startMs + 3_600_000);
    const after = await store.series(rate, signal);
    const outcome = await store.write({
      tables: [],
      batch: { source: 'agent-1', sequence: 41n },
    });
    await store.close();

    expect(before.series).toEqual([
      { field: 'receive_bytes_total', tags: { host: 'a' }, values: [100, 100] },
    ]);
    expect(after).toEqual({ ...before, tier: '1m' });
    expect(outcome).toEqual({ kind: 'replayed' });
  });

  it('refuses a file that a newer release wrote', async () => {
    await makeFile([
      `CREATE TABLE schema_version (version INTEGER)`,
      `INSERT INTO schema_version VALUES (99)`,
    ]);
    await expect(openDuckDbStore({ directory })).rejects.toThrow(
      /^open store .*samples\.duckdb: it has schema version 99, written by a newer release; this one knows up to version 3$/,
    );
  });

  it('says who has the file when another process does', { timeout: 60_000 }, async () => {
    const store = await openDuckDbStore({ directory });
    const other = await openElsewhere();
    await store.close();
    expect(other).toMatch(
      new RegExp(
        `^open store .*samples\\.duckdb: another process \\(pid ${String(process.pid)}\\) has it open; stop that one first$`,
      ),
    );
    expect(await openElsewhere()).toBe('opened');
  });

  it('says what is wrong with a file that is not a store', async () => {
    const store = openDuckDbStore({
      directory: path.join(fileURLToPath(import.meta.url), 'below'),
    });
    await expect(store).rejects.toThrow(/^open store .*: ENOTDIR/);
  });

  it('keeps all 64 bits of an unsigned value', async () => {
    const store = await openDuckDbStore({ directory });
    const value = 2n ** 64n - 1n;
    const table = {
      measurement: 'm',
      series: [{}],
      seriesIndex: new Uint32Array(1),
      timeNs: BigInt64Array.of(BigInt(startMs) * 1_000_000n),
      columns: {
        x: { type: 'unsigned', values: BigUint64Array.of(value), present: Uint8Array.of(1) },
      },
    } as const;
    await store.write({ tables: [table] });
    const query = { measurement: 'm', fields: ['x'], match: {}, nowMs: startMs, maxAgeMs: 1_000 };
    const latest = await store.latest(query, signal);
    await store.close();
    expect(latest).toEqual([{ tags: {}, timeMs: startMs, values: [value] }]);
  });

  it('finishes the writes that wait when it is closed', async () => {
    const store = await openDuckDbStore({ directory });
    const writes = Array.from({ length: 20 }, (_, index) =>
      store.write({
        tables: [
          {
            measurement: 'm',
            series: [{}],
            seriesIndex: new Uint32Array(1),
            timeNs: BigInt64Array.of(BigInt(startMs + index) * 1_000_000n),
            columns: {
              x: { type: 'float', values: Float64Array.of(index), present: Uint8Array.of(1) },
            },
          },
        ],
      }),
    );
    await store.close();
    expect(await Promise.all(writes)).toHaveLength(20);
    const again = await openDuckDbStore({ directory });
    const tiers = await again.tiers(signal);
    await again.close();
    expect(tiers[0]).toMatchObject({ tier: 'raw', rows: 20, oldestMs: startMs });
  });
});

const rate: SeriesQuery = {
  measurement: 'net "1"',
  fields: ['receive_bytes_total'],
  match: {},
  startMs,
  endMs: startMs + 120_000,
  stepMs: 60_000,
  maxPoints: 10,
  aggregate: 'rate',
};

/** The statements with which version 1 kept two minutes of one counter. */
const versionOne = [
  `CREATE TABLE schema_version (version INTEGER NOT NULL)`,
  `INSERT INTO schema_version VALUES (1)`,
  `CREATE TABLE measurements (id INTEGER NOT NULL, name VARCHAR NOT NULL)`,
  `INSERT INTO measurements VALUES (1, 'net "1"')`,
  `CREATE TABLE fields (id INTEGER NOT NULL, measurement INTEGER NOT NULL, name VARCHAR NOT NULL, type VARCHAR NOT NULL)`,
  `INSERT INTO fields VALUES (1, 1, 'receive_bytes_total', 'unsigned')`,
  `CREATE TABLE series (id INTEGER NOT NULL, measurement INTEGER NOT NULL, key VARCHAR NOT NULL)`,
  `INSERT INTO series VALUES (0, 1, '[["host","a"]]')`,
  `CREATE TABLE batches (source VARCHAR NOT NULL, sequence UBIGINT NOT NULL)`,
  `INSERT INTO batches VALUES ('agent-1', 41)`,
  `CREATE TABLE m1_raw_20455 (series INTEGER NOT NULL, ts BIGINT NOT NULL, f1 UBIGINT)`,
  `INSERT INTO m1_raw_20455 SELECT 0, (${String(startMs)} + i * 1000)::BIGINT * 1000000, i * 100 FROM range(120) t(i)`,
];

async function makeFile(statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path.join(directory, 'samples.duckdb'));
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

/** Opens and closes the store in a process of its own; answers its error or 'opened'. */
async function openElsewhere(): Promise<string> {
  const module = new URL('./open-duckdb-store.ts', import.meta.url).href;
  const script = path.join(directory, 'open.mjs');
  await writeFile(
    script,
    `import { openDuckDbStore } from ${JSON.stringify(module)};
     try {
       const store = await openDuckDbStore({ directory: ${JSON.stringify(directory)} });
       await store.close();
       console.log('opened');
     } catch (error) { console.log(error.message); }`,
  );
  const child = spawnSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8' });
  return child.stdout.trim() || child.stderr;
}
