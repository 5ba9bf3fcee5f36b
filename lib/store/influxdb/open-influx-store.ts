import type { InfluxConfig } from '#lib/config/config.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { Log } from '#lib/services.ts';
import { windowMarker } from '../rollup-window.ts';
import { holdsEvents } from '../keep.ts';
import { gridOfSeries } from '../series-grid.ts';
import { quantilesFromGrid } from '../series-quantiles.ts';
import type { QuantilesQuery, SeriesGrid, SeriesQuery, Store, TopQuery } from '../store.ts';
import { topFromGrid } from '../top-series.ts';
import { BatchWatermarks } from './batch-watermarks.ts';
import { FieldTypeCache } from './field-types.ts';
import { followSamples } from './follow.ts';
import { InfluxClient } from './influx-client.ts';
import { listSeries, storedMeasurements } from './inventory.ts';
import { queryLatest } from './latest.ts';
import { eventPolicy, statePolicy } from './layout.ts';
import { InfluxMaintenance } from './maintain.ts';
import { queryPoints } from './points.ts';
import { prepareDatabase } from './prepare-database.ts';
import { RollupLedger } from './rollup-ledger.ts';
import { SeenRows } from './seen-rows.ts';
import { SharedMaintenance } from './shared-maintenance.ts';
import { querySeries } from './series-query.ts';
import { tierSizes } from './tier-sizes.ts';
import { writeSamples, type SampleWriter } from './write-samples.ts';

export interface InfluxStoreOptions {
  readonly config: InfluxConfig;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly log: Log;
}

interface Parts extends Omit<SampleWriter, 'afterRows'> {
  readonly ledger: RollupLedger;
  readonly maintenance: InfluxMaintenance | null;
  readonly shared: SharedMaintenance;
  readonly seen: SeenRows;
  readonly clock: () => number;
}

/**
 * Opens a store in an InfluxDB that others may write to as well.
 *
 * @throws Error naming the address when it does not answer or refuses us
 */
export async function openInfluxStore(options: InfluxStoreOptions): Promise<Store> {
  const { config, clock, log } = options;
  const opening = new AbortController().signal;
  const client = new InfluxClient(config);
  const abilities = await prepareDatabase(client, log, opening);
  const fieldTypes = new FieldTypeCache(client, clock, abilities.rollups);
  const ledger = new RollupLedger(client);
  if (abilities.rollups) await ledger.load(opening);
  const policy = abilities.rollups ? statePolicy : null;
  const watermarks = await BatchWatermarks.load(client, policy, opening);
  const { samplePolicy } = abilities;
  const maintenance =
    samplePolicy === null ? null : new InfluxMaintenance(client, fieldTypes, ledger, samplePolicy);
  const seen = new SeenRows();
  const parts = {
    client,
    abilities,
    fieldTypes,
    watermarks,
    log,
    ledger,
    maintenance,
    shared: new SharedMaintenance(client, ledger, abilities.rollups, clock),
    seen,
    clock,
  };
  return store(parts);
}

function store(parts: Parts): Store {
  const { client, abilities, fieldTypes, shared } = parts;
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const during = async <T>(
    signal: AbortSignal | null,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    if (closing.signal.aborted) throw new Error('use store: it is closed');
    signal?.throwIfAborted();
    // Writes are finished when the store closes; everything else is broken off.
    const result = work(signal ? AbortSignal.any([signal, closing.signal]) : neverAborted());
    running.add(result);
    return result.finally(() => running.delete(result));
  };
  let maintaining: Promise<void> | null = null;
  return {
    kind: 'influxdb',
    write: (request) =>
      during(null, (signal) => {
        // Who takes over meanwhile has not marked these rows, so they are noted as a follower's.
        const wasFollower = shared.role === 'follower';
        return writing(parts, request.tables, signal, () => {
          const afterRows = () => shared.noteWritten(request.tables, wasFollower, signal);
          return writeSamples({ ...parts, afterRows }, request, signal);
        });
      }),
    ...reads(parts, during),
    measurements: (signal) =>
      during(signal, (bounded) => storedMeasurements(client, fieldTypes, bounded)),
    listSeries: (measurement, signal) =>
      during(signal, (bounded) => listSeries(client, measurement, bounded)),
    batchWatermarks: () => during(null, () => Promise.resolve(new Map(parts.watermarks.known))),
    maintain: (nowMs) =>
      (maintaining ??= during(closing.signal, async (signal) => {
        await shared.collect(signal);
        if (shared.role !== 'follower') await parts.maintenance?.run(nowMs, signal);
      }).finally(() => {
        maintaining = null;
      })),
    tiers: (signal) =>
      during(signal, (bounded) => tierSizes(client, abilities.samplePolicy, bounded)),
    follow: (sink, signal) => during(signal, (bounded) => followSamples(parts, sink, bounded)),
    shared: {
      lead: () => during(closing.signal, (signal) => shared.lead(signal)),
      follow: () => during(closing.signal, (signal) => shared.follow(signal)),
      noteSeen: (tables) => markSeen(parts.seen, tables, parts.clock()),
    },
    close: async () => {
      closing.abort(new Error('use store: it is closed'));
      await Promise.allSettled(running);
    },
  };
}

type During = <T>(signal: AbortSignal, work: (bounded: AbortSignal) => Promise<T>) => Promise<T>;

/** What asks for samples. */
function reads(
  parts: Parts,
  during: During,
): Pick<Store, 'latest' | 'points' | 'series' | 'grid' | 'top' | 'quantiles'> {
  const { client, abilities, fieldTypes } = parts;
  return {
    latest: (query, signal) =>
      during(signal, async (bounded) => {
        const types = await fieldTypes.of(query.measurement, bounded);
        return queryLatest(client, types, query, bounded);
      }),
    points: (query, signal) =>
      during(signal, async (bounded) => {
        const { measurement } = query;
        const isKept = abilities.rollups && holdsEvents(measurement);
        const types = await (isKept
          ? fieldTypes.withEvents(measurement, bounded)
          : fieldTypes.of(measurement, bounded));
        return queryPoints(client, types, isKept ? [null, eventPolicy] : [null], query, bounded);
      }),
    series: (query, signal) => during(signal, (bounded) => readSeries(parts, query, bounded)),
    grid: (query, signal) => during(signal, (bounded) => readGrid(parts, bounded)(query)),
    top: (query, signal) => during(signal, (bounded) => readTop(parts, query, bounded)),
    quantiles: (query, signal) => during(signal, (bounded) => readQuantiles(parts, query, bounded)),
  };
}

async function readSeries(parts: Parts, query: SeriesQuery, signal: AbortSignal) {
  const { client, abilities, fieldTypes, ledger } = parts;
  const types = await fieldTypes.withRollups(query.measurement, signal);
  return querySeries(client, abilities.rollups ? ledger.state : null, types, query, signal);
}

function readGrid(parts: Parts, signal: AbortSignal) {
  return async (query: SeriesQuery): Promise<SeriesGrid> =>
    gridOfSeries(await readSeries(parts, query, signal), query.startMs);
}

function readTop(parts: Parts, query: TopQuery, signal: AbortSignal) {
  return topFromGrid(readGrid(parts, signal), query);
}

function readQuantiles(parts: Parts, query: QuantilesQuery, signal: AbortSignal) {
  return quantilesFromGrid(readGrid(parts, signal), query);
}

/** Takes down which windows and rows a write is about before the rows are in the database. */
async function writing<T>(
  { abilities, ledger, shared, seen, clock }: Parts,
  tables: readonly SampleTable[],
  signal: AbortSignal,
  write: () => Promise<T>,
): Promise<T> {
  markSeen(seen, tables, clock());
  // A follower's windows are marked where its rows are written: it builds none of them.
  if (!abilities.rollups || shared.role === 'follower') return write();
  const windows = new Set<number>();
  for (const table of tables) table.timeNs.forEach(windowMarker('10s', windows));
  return ledger.during(windows, async () => {
    await ledger.markStale('10s', windows, signal);
    return write();
  });
}

/** Older rows are not followed, so they need not be remembered. */
const followedMs = 15_000;

function markSeen(seen: SeenRows, tables: readonly SampleTable[], nowMs: number): void {
  seen.keepBounded(nowMs);
  const fromNs = BigInt(Math.floor(nowMs - followedMs)) * 1_000_000n;
  for (const { measurement, series, seriesIndex, timeNs } of tables) {
    const keys = series.map((tags) => `${measurement} ${seriesKey(tags)}`);
    timeNs.forEach((time, row) => {
      if (time >= fromNs) seen.add(keys[seriesIndex[row] ?? 0] ?? '', time, nowMs);
    });
  }
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
