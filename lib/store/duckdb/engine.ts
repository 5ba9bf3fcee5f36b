import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { tierOrder } from '../tier.ts';
import { windowOf } from '../rollup-window.ts';
import { ReaderPool } from './reader-pool.ts';
import { RollupStream } from './rollup-stream.ts';
import { Catalog, type MeasurementEntry } from './catalog.ts';
import { openDatabaseFile } from './database-file.ts';
import { HourStream } from './hour-stream.ts';
import { queryLatest } from './latest.ts';
import { queryGrid } from './grid-query.ts';
import { maintain } from './maintain.ts';
import type { Operations } from './messages.ts';
import { storedMeasurements } from './stored-measurements.ts';
import { queryPoints } from './points.ts';
import { queryQuantiles } from './quantiles-query.ts';
import { upgradeSchema } from './schema.ts';
import { SeriesTimes } from './series-times.ts';
import { queryTop } from './top-query.ts';
import { tierSizes } from './tier-sizes.ts';
import type { WriterState } from './writer-state.ts';
import { WriteLane } from './write-lane.ts';

const readerCount = 2;

/** Opens the file and answers every operation on it. One at a time may hold a file. */
export async function openEngine(file: string, nowMs: number): Promise<Operations> {
  const instance = await openDatabaseFile(file);
  try {
    const connection = await instance.connect();
    await upgradeSchema(connection, file);
    const state = await loadState(instance, connection, nowMs);
    const readers = await ReaderPool.open(instance, readerCount);
    return operations(state, readers, () => {
      state.builder.closeSync();
      connection.closeSync();
      instance.closeSync();
    });
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

async function loadState(
  instance: DuckDBInstance,
  connection: DuckDBConnection,
  clockMs: number,
): Promise<WriterState> {
  const catalog = new Catalog();
  await catalog.reload(connection);
  const times = new SeriesTimes();
  for (const entry of catalog.measurements.values()) {
    await loadTimes(connection, entry, times);
    entry.newestWindow = await newestWindow(connection, entry);
  }
  const batches = await connection.runAndReadAll(`SELECT source, sequence FROM batches`);
  const watermarks = new Map(
    batches.getRows().map((row) => [String(row[0]), row[1] as bigint] as const),
  );
  const builder = await instance.connect();
  const stream = new RollupStream(times);
  return {
    connection,
    builder,
    catalog,
    times,
    watermarks,
    stream,
    hours: new HourStream(),
    clockMs,
    build: null,
  };
}

async function loadTimes(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  times: SeriesTimes,
): Promise<void> {
  for (const { table } of entry.partitions.raw.values()) {
    const reader = await connection.runAndReadAll(
      `SELECT series, max(ts) FROM ${table} GROUP BY series`,
    );
    for (const row of reader.getRows()) times.raise(Number(row[0]), row[1] as bigint);
  }
}

/** Of the first rollup; a row of any tier counts, as raw ones may have been dropped since. */
async function newestWindow(connection: DuckDBConnection, entry: MeasurementEntry) {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { table } of tierOrder.flatMap((tier) => [...entry.partitions[tier].values()])) {
    const reader = await connection.runAndReadAll(`SELECT max(ts) FROM ${table}`);
    const timeNs: unknown = reader.getRows()[0]?.[0];
    if (typeof timeNs === 'bigint') newest = Math.max(newest, windowOf('10s', timeNs));
  }
  return newest;
}

function operations(state: WriterState, readers: ReaderPool, release: () => void): Operations {
  const lane = new WriteLane(state);
  const { catalog } = state;
  const about = (measurement: string): MeasurementEntry =>
    catalog.measurements.get(measurement) ?? absentMeasurement();
  let maintaining: Promise<void> | null = null;
  let closed: Promise<void> | null = null;
  return {
    write: (request) => lane.write(request),
    latest: async (query, signal) => {
      const entry = catalog.measurements.get(query.measurement);
      return entry ? read(readers, signal, (reader) => queryLatest(reader, entry, query)) : [];
    },
    points: async (query, signal) => {
      const entry = catalog.measurements.get(query.measurement);
      return entry ? read(readers, signal, (reader) => queryPoints(reader, entry, query)) : [];
    },
    grid: (query, signal) =>
      read(readers, signal, (reader) => queryGrid(reader, about(query.measurement), query, signal)),
    top: (query, signal) =>
      read(readers, signal, (reader) => queryTop(reader, about(query.measurement), query, signal)),
    quantiles: (query, signal) =>
      read(readers, signal, (reader) =>
        queryQuantiles(reader, about(query.measurement), query, signal),
      ),
    measurements: () => Promise.resolve(storedMeasurements(catalog)),
    listSeries: (measurement) =>
      Promise.resolve([...(catalog.measurements.get(measurement)?.tags.values() ?? [])]),
    batchWatermarks: () => Promise.resolve(state.watermarks),
    maintain: (nowMs) =>
      (maintaining ??= maintain(state, lane, nowMs).finally(() => {
        maintaining = null;
      })),
    tiers: (signal) => read(readers, signal, (reader) => tierSizes(reader, catalog)),
    close: () =>
      (closed ??= lane.close(async () => {
        await readers.close();
        release();
      })),
  };
}

/**
 * A table that a query was about to read may be dropped for its age at that moment. Planned again,
 * the query no longer names it.
 */
async function read<T>(
  readers: ReaderPool,
  signal: AbortSignal,
  query: (reader: DuckDBConnection) => Promise<T>,
): Promise<T> {
  try {
    return await readers.use(signal, query);
  } catch (error) {
    if (!/Table with name \S+ does not exist/.test(String(error))) throw error;
    return readers.use(signal, query);
  }
}

/** Stands for a measurement that has never been stored: a query about it finds only gaps. */
function absentMeasurement(): MeasurementEntry {
  return new Catalog().addMeasurement('');
}
