import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Catalog, type MeasurementEntry } from '#lib/store/duckdb/catalog.ts';
import { openDatabaseFile } from '#lib/store/duckdb/database-file.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import { partitionTable, periodOf, periodStartNs } from '#lib/store/duckdb/partition.ts';
import { schemaVersion } from '#lib/store/duckdb/schema.ts';
import { statisticsOf } from '#lib/store/duckdb/statistics.ts';
import { tierSpecs } from '#lib/store/tier.ts';
import { gpuTags, sampleAt } from './hall.ts';

/** What is stored, and where. */
export interface DataSet {
  readonly directory: string;
  readonly gpus: number;
  /** Hour that follows the newest rollup. */
  readonly endMs: number;
  readonly minuteDays: number;
  readonly hourDays: number;
  readonly fileBytes: number;
  /** Null when an earlier run had built it. */
  readonly buildSeconds: number | null;
}

export interface DataSetSize {
  readonly gpus: number;
  /** Days at one minute. */
  readonly minuteDays: number;
  /** Days at one hour. */
  readonly hourDays: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const endMs = Date.UTC(2026, 9, 31);
/** Rows one statement makes. */
const statementRows = 360_000;

/**
 * A store's file with the rollups of a hall, made once and kept in `cache`. Its tables are made by
 * the store's own names and columns, its rows by SQL: a month of minutes would take hours to write
 * as samples.
 */
export async function openDataSet(
  cache: string,
  size: DataSetSize,
  onProgress: (sentence: string) => void,
): Promise<DataSet> {
  const { gpus, minuteDays, hourDays } = size;
  const name = `v${String(schemaVersion)}-${String(gpus)}-${String(minuteDays)}-${String(hourDays)}`;
  const directory = path.join(cache, name);
  const started = performance.now();
  const isThere = existsSync(path.join(directory, 'complete'));
  if (!isThere) await build(directory, size, onProgress);
  const { size: fileBytes } = await stat(path.join(directory, 'samples.duckdb'));
  const buildSeconds = isThere ? null : (performance.now() - started) / 1000;
  return { directory, endMs, ...size, fileBytes, buildSeconds };
}

async function build(
  directory: string,
  size: DataSetSize,
  onProgress: (sentence: string) => void,
): Promise<void> {
  const making = `${directory}.making`;
  await rm(making, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  const sinceMs = endMs - size.hourDays * dayMs;
  const store = await openDuckDbStore({ directory: making });
  try {
    await store.write({ tables: [sampleAt(gpuTags(size.gpus), endMs - hourMs, sinceMs)] });
  } finally {
    await store.close();
  }
  const instance = await openDatabaseFile(path.join(making, 'samples.duckdb'));
  const connection = await instance.connect();
  try {
    await fillTiers(connection, size, sinceMs, onProgress);
    await connection.run('CHECKPOINT');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  await writeFile(path.join(making, 'complete'), '');
  await rename(making, directory);
}

async function fillTiers(
  connection: DuckDBConnection,
  size: DataSetSize,
  sinceMs: number,
  onProgress: (sentence: string) => void,
): Promise<void> {
  const catalog = new Catalog();
  await catalog.reload(connection);
  const entry = catalog.measurements.get('gpu');
  if (!entry) throw new Error('build the data set: the store has not kept its first samples');
  for (const [tier, days] of [
    ['1m', size.minuteDays],
    ['1h', size.hourDays],
  ] as const) {
    onProgress(`building ${String(days)} days of ${String(size.gpus)} GPUs at ${tier}`);
    await fillTier(connection, entry, {
      tier,
      fromMs: endMs - days * dayMs,
      gpus: size.gpus,
      sinceMs,
    });
  }
  await connection.run(
    `DROP TABLE ${partitionTable(entry.id, 'raw', periodOf('raw', ns(endMs - hourMs)))}`,
  );
  await connection.run(`DELETE FROM stale_windows`);
  // As in a store that runs: the newest hour is not rolled up yet and comes from the minutes.
  await connection.run(`INSERT INTO stale_windows VALUES ($1, '1h', $2)`, [
    entry.id,
    BigInt(endMs / hourMs - 1),
  ]);
  for (const tier of ['raw', '10s']) {
    await connection.run(`INSERT INTO dropped_until VALUES ($1, $2, $3)`, [
      entry.id,
      tier,
      ns(endMs),
    ]);
  }
}

interface Filling {
  readonly tier: '1m' | '1h';
  readonly fromMs: number;
  readonly gpus: number;
  readonly sinceMs: number;
}

async function fillTier(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  { tier, fromMs, gpus, sinceMs }: Filling,
): Promise<void> {
  const { widthMs } = tierSpecs[tier];
  const untilMs = tier === '1h' ? endMs - hourMs : endMs;
  const sliceMs = Math.max(1, Math.floor(statementRows / gpus)) * widthMs;
  const fields = [...entry.fields.values()];
  const columns = fields.flatMap((field) => statisticsOf(field));
  const made = new Set<string>();
  for (let startMs = fromMs; startMs < untilMs;) {
    const period = periodOf(tier, ns(startMs));
    const periodEndMs = Number(periodStartNs(tier, period + 1) / 1_000_000n);
    const stopMs = Math.min(startMs + sliceMs, untilMs, periodEndMs);
    const table = partitionTable(entry.id, tier, period);
    if (!made.has(table)) {
      const types = columns.map(({ column, type }) => `, ${column} ${type}`);
      await connection.run(
        `CREATE TABLE ${table} (series INTEGER NOT NULL, ts BIGINT NOT NULL${types.join('')})`,
      );
      made.add(table);
    }
    const figures = fields.flatMap((field) =>
      statisticsOf(field).map(
        ({ column, type }) =>
          `(${figure(field.name, column.slice(field.column.length + 1), widthMs, sinceMs)})::${type}`,
      ),
    );
    await connection.run(
      `INSERT INTO ${table} SELECT s, t * 1000000, ${figures.join(', ')}
       FROM range(${String(startMs)}, ${String(stopMs)}, ${String(widthMs)}) times(t),
         range(${String(gpus)}) gpus(s) ORDER BY t, s`,
    );
    startMs = stopMs;
  }
}

/** A figure of a bucket that begins at `t` of GPU `s`; the formulas of `hall.ts`. */
function figure(field: string, statistic: string, widthMs: number, sinceMs: number): string {
  const lastAt = `(t + ${String(widthMs - 1000)})`;
  const of = (at: string) => joulesSql(at, sinceMs);
  const middle = `(t + ${String(widthMs / 2)})`;
  const value = field === 'power_watts' ? watts : celsius;
  const common = {
    count: String(widthMs / 1000),
    first_at: 't * 1000000',
    last_at: `${lastAt} * 1000000`,
  };
  const counter = {
    ...{ first: of('t'), min: of('t'), last: of(lastAt), max: of(lastAt), mean: of(middle) },
    inner: `${of(lastAt)} - ${of('t')}`,
  };
  const gauge = { mean: value, last: value, min: `${value} * 0.97`, max: `${value} * 1.05` };
  const known: Readonly<Record<string, string>> = {
    ...common,
    ...(field === 'energy_joules_total' ? counter : gauge),
  };
  const sql = known[statistic];
  if (sql === undefined) {
    throw new Error(`build the data set: nothing is known of ${field}_${statistic}`);
  }
  return sql;
}

const dayText = String(dayMs);
const angle = (at: string) => `(2 * pi() * (${at} % ${dayText}) / ${dayText} + s * 0.618)`;
const noise = `(sin(s * 12.9898 + (t % ${dayText}) / 1000 * 78.233) * 43758.5453)`;
const watts = `(420 + 180 * sin(${angle('t')}) + 20 * (${noise} - floor(${noise}) - 0.5))`;
const celsius = `(round(60 * (28 + (${watts} - 230) * 0.1 + (s % 17) / 4)) / 60)`;

/** One GPU in a hundred had its driver loaded anew in the middle of the range, and counts from zero. */
function joulesSql(at: string, sinceMs: number): string {
  const swing = (180 * dayMs) / (2 * Math.PI);
  const resetMs = endMs - 15.5 * dayMs + 7 * 60_000;
  const since = (ms: number) =>
    `(420 * (${at} - ${String(ms)}) - ${String(swing)} * (cos(${angle(at)}) - cos(${angle(String(ms))}))) / 1000`;
  return `(CASE WHEN s % 100 = 7 AND ${at} >= ${String(resetMs)} THEN ${since(resetMs)} ELSE ${since(sinceMs)} END)`;
}

function ns(ms: number): bigint {
  return BigInt(ms) * 1_000_000n;
}
