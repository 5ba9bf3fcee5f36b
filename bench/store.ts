import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { SampleTable } from '#lib/model/sample.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import type { Store } from '#lib/store/store.ts';
import { compare, type Benchmark, type Measurement } from './benchmark.ts';

const gpus = 1_000;
const fields = 20;
const rounds = 5;
/** Seconds of one sample a second that a round writes. */
const seconds = 30;
const startMs = Date.UTC(2026, 0, 1);

export const store: Benchmark = {
  name: 'store',
  about:
    'a thousand GPUs with twenty fields through the embedded store, against a bare DuckDB table without names, overwriting or batches',
  async *run() {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'isotherm-bench-'));
    const samples = await openDuckDbStore({ directory });
    const instance = await DuckDBInstance.create(path.join(directory, 'bare.duckdb'));
    const bare = await instance.connect();
    try {
      yield* contests(samples, bare);
    } finally {
      await samples.close();
      bare.closeSync();
      instance.closeSync();
      await rm(directory, { recursive: true });
    }
  },
};

async function* contests(samples: Store, bare: DuckDBConnection): AsyncGenerator<Measurement> {
  const columns = Array.from({ length: fields }, (_, field) => `f${String(field)} DOUBLE`);
  await bare.run(`CREATE TABLE gpu (gpu INTEGER, ts BIGINT, ${columns.join(', ')})`);
  let written = 0;
  let bareWritten = 0;
  yield await compare({
    what: 'points stored durably',
    unit: 'per_second',
    referenceWhat: 'bare row appender',
    rounds,
    measure: () =>
      rateOf(gpus * seconds, async () => {
        for (let second = 0; second < seconds; second += 1, written += 1) {
          await samples.write({ tables: [secondOf(written)] });
        }
      }),
    reference: () =>
      rateOf(gpus * seconds, async () => {
        for (let second = 0; second < seconds; second += 1, bareWritten += 1) {
          await appendRows(bare, bareWritten);
        }
      }),
  });
  const nowMs = startMs + written * 1_000;
  yield await compare({
    what: 'newest value of every GPU',
    unit: 'per_second',
    referenceWhat: 'bare SQL',
    rounds,
    measure: () => rateOf(1, () => samples.latest(newest(nowMs), new AbortController().signal)),
    reference: () =>
      rateOf(1, () =>
        bare.runAndReadAll(
          `SELECT gpu, max(ts), arg_max(f0, ts) FROM gpu WHERE ts >= $1 AND ts < $2 GROUP BY gpu`,
          [BigInt(nowMs - 60_000), BigInt(nowMs)],
        ),
      ),
  });
  yield await compare({
    what: 'mean by rack, raw',
    unit: 'per_second',
    referenceWhat: 'bare SQL',
    rounds,
    measure: () => rateOf(1, () => samples.series(byRack(nowMs), new AbortController().signal)),
    reference: () =>
      rateOf(1, () =>
        bare.runAndReadAll(
          `SELECT gpu // 32, ts // 10000, avg(f0) FROM gpu WHERE ts >= $1 AND ts < $2 GROUP BY ALL`,
          [BigInt(startMs), BigInt(nowMs)],
        ),
      ),
  });
}

const tags = Array.from({ length: gpus }, (_, gpu) => ({
  gpu: `GPU-${String(gpu)}`,
  rack: `R${String(Math.floor(gpu / 32))}`,
}));

function secondOf(second: number): SampleTable {
  const present = new Uint8Array(gpus).fill(1);
  const columns = Array.from({ length: fields }, (_, field) => {
    const values = Float64Array.from({ length: gpus }, (__, gpu) => valueAt(gpu, second, field));
    return [`f${String(field)}`, { type: 'float', present, values }] as const;
  });
  return {
    measurement: 'gpu',
    series: tags,
    seriesIndex: Uint32Array.from({ length: gpus }, (_, gpu) => gpu),
    timeNs: new BigInt64Array(gpus).fill(BigInt(startMs + second * 1_000) * 1_000_000n),
    columns: Object.fromEntries(columns),
  };
}

async function appendRows(bare: DuckDBConnection, second: number): Promise<void> {
  const appender = await bare.createAppender('gpu');
  for (let gpu = 0; gpu < gpus; gpu += 1) {
    appender.appendInteger(gpu);
    appender.appendBigInt(BigInt(startMs + second * 1_000));
    for (let field = 0; field < fields; field += 1) {
      appender.appendDouble(valueAt(gpu, second, field));
    }
    appender.endRow();
  }
  appender.closeSync();
}

function valueAt(gpu: number, second: number, field: number): number {
  return Math.round(100 * Math.sin(gpu + second / 10 + field)) / 4;
}

function newest(nowMs: number) {
  return { measurement: 'gpu', fields: ['f0'], match: {}, nowMs, maxAgeMs: 60_000 };
}

function byRack(nowMs: number) {
  return {
    measurement: 'gpu',
    fields: ['f0'],
    match: {},
    startMs,
    endMs: nowMs,
    stepMs: 10_000,
    maxPoints: 1_000,
    aggregate: 'mean',
    groupBy: ['rack'],
    across: 'mean',
  } as const;
}

/** Things a second while `work` runs. */
async function rateOf(things: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (things / (performance.now() - started)) * 1_000;
}
