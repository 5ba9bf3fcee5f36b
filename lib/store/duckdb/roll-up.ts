import type { DuckDBConnection } from '@duckdb/node-api';
import { coarserTier, rollupSpecs, tierSpecs, type RollupTier } from '../tier.ts';
import { onOneSide } from '../due-windows.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { partitionTable, periodOf, periodStartNs, type Partition } from './partition.ts';
import { elementsSql } from './rollup-sql.ts';
import { storeStaleWindows } from './stale-windows.ts';
import { windowOf, windowNs, windowStartNs, type WindowRun } from '../rollup-window.ts';
import { statisticsOf } from './statistics.ts';
import { combineSql } from './rollup-sql.ts';
import { inTransaction } from './transaction.ts';
import type { Build, WriterState } from './write-group.ts';

/** The end of a run that one statement can build: it lies in one partition. */
export function buildableEnd(entry: MeasurementEntry, tier: RollupTier, run: WindowRun): WindowRun {
  const kept = onOneSide(entry, tier, run);
  const period = periodOf(tier, windowStartNs(tier, run.last));
  return { ...kept, first: Math.max(kept.first, windowOf(tier, periodStartNs(tier, period))) };
}

/** Rows of the source in a run: what building it will cost. */
export async function sourceRows(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  tier: RollupTier,
  run: WindowRun,
): Promise<number> {
  const [fromNs, toNs] = bounds(tier, run);
  let rows = 0;
  for (const { table } of partitionsBetween(entry, rollupSpecs[tier].from, fromNs, toNs)) {
    const reader = await connection.runAndReadAll(
      `SELECT count(*) FROM ${table} WHERE ts >= $1 AND ts < $2`,
      [fromNs, toNs],
    );
    rows += Number(reader.getRows()[0]?.[0] ?? 0);
  }
  return rows;
}

/**
 * Builds the windows of a run anew from their source. The long part, reading, lets others write; what
 * was read is put in place only if nothing has changed it. Where the source has already dropped its
 * rows, those it has are late ones: they are added to what the rollup holds and leave the source.
 */
export async function buildRun(
  state: WriterState,
  alone: <T>(work: () => Promise<T>) => Promise<T>,
  entry: MeasurementEntry,
  tier: RollupTier,
  run: WindowRun,
): Promise<void> {
  const [fromNs, toNs] = bounds(tier, run);
  const source = rollupSpecs[tier].from;
  const build: Build = { entry, tier, run, isOutdated: false };
  const sources = partitionsBetween(entry, source, fromNs, toNs);
  const target =
    sources.length > 0 ? await alone(() => rollupPartition(state, entry, tier, fromNs)) : null;
  state.build = build;
  try {
    const addTo = target && fromNs < entry.droppedUntilNs[source] ? target : null;
    if (target) await readRows(state.builder, { entry, sources, addTo, fromNs, toNs, tier });
    await alone(async () => {
      if (!build.isOutdated)
        await replaceRows(state, build, { sources, target, addTo, fromNs, toNs });
    });
  } finally {
    state.build = null;
    if (target) await state.builder.run(`DROP TABLE IF EXISTS built`);
  }
}

interface Range {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

interface Reading extends Range {
  readonly entry: MeasurementEntry;
  readonly tier: RollupTier;
  readonly sources: readonly Partition[];
  /** The target itself when its rows are to be kept and added to. */
  readonly addTo: Partition | null;
}

interface Replacement extends Range {
  readonly sources: readonly Partition[];
  readonly target: Partition | null;
  readonly addTo: Partition | null;
}

async function readRows(
  connection: DuckDBConnection,
  { entry, sources, addTo, fromNs, toNs, tier }: Reading,
): Promise<void> {
  const fields = [...entry.fields.values()];
  const elements = [...sources, ...(addTo ? [addTo] : [])].map((partition) =>
    elementsSql(partition, fields),
  );
  const widthNs = BigInt(tierSpecs[tier].widthMs) * millisecondNs;
  await connection.run(`CREATE OR REPLACE TEMP TABLE built AS ${combineSql(elements, fields)}`, [
    fromNs,
    toNs,
    widthNs,
  ]);
}

async function replaceRows(
  state: WriterState,
  { entry, tier, run }: Build,
  { sources, target, addTo, fromNs, toNs }: Replacement,
): Promise<void> {
  const { builder } = state;
  const coarser = coarserTier[tier];
  const windows = coarser && target ? windowsBetween(coarser, fromNs, toNs) : [];
  let fresh: number[] = [];
  await inTransaction(builder, async () => {
    const range = `WHERE ts >= $1 AND ts < $2`;
    if (target) {
      await builder.run(`DELETE FROM ${target.table} ${range}`, [fromNs, toNs]);
      await builder.run(`INSERT INTO ${target.table} BY NAME SELECT * FROM built`);
    }
    for (const { table } of addTo ? sources : []) {
      await builder.run(`DELETE FROM ${table} ${range}`, [fromNs, toNs]);
    }
    await builder.run(
      `DELETE FROM stale_windows WHERE measurement = $1 AND tier = $2 AND place BETWEEN $3 AND $4`,
      [entry.id, tier, BigInt(run.first), BigInt(run.last)],
    );
    if (coarser) fresh = await storeStaleWindows(builder, entry, coarser, windows);
  });
  for (let window = run.first; window <= run.last; window += 1) entry.stale[tier].delete(window);
  if (coarser) for (const window of fresh) entry.stale[coarser].add(window);
}

/** The partition that holds a time, made or widened to the figures of every field. */
export async function rollupPartition(
  { connection, catalog }: Pick<WriterState, 'connection' | 'catalog'>,
  entry: MeasurementEntry,
  tier: RollupTier,
  timeNs: bigint,
): Promise<Partition> {
  const period = periodOf(tier, timeNs);
  const table = partitionTable(entry.id, tier, period);
  const known = entry.partitions[tier].get(period);
  const missing = [...entry.fields.values()]
    .flatMap((field) => statisticsOf(field))
    .filter(({ column }) => !known?.columns.has(column));
  if (known && missing.length === 0) return known;
  const columns = missing.map(({ column, type }) => `${column} ${type}`);
  await inTransaction(connection, async () => {
    if (!known) {
      const all = ['series INTEGER NOT NULL', 'ts BIGINT NOT NULL', ...columns];
      await connection.run(`CREATE TABLE ${table} (${all.join(', ')})`);
      return;
    }
    for (const column of columns) await connection.run(`ALTER TABLE ${table} ADD COLUMN ${column}`);
  });
  const partition = known ?? catalog.addPartition(entry, tier, period, ['series', 'ts']);
  for (const { column } of missing) partition.columns.add(column);
  return partition;
}

function bounds(tier: RollupTier, run: WindowRun): [fromNs: bigint, toNs: bigint] {
  return [windowStartNs(tier, run.first), windowStartNs(tier, run.last) + windowNs(tier)];
}

function windowsBetween(tier: RollupTier, fromNs: bigint, toNs: bigint): number[] {
  const first = windowOf(tier, fromNs);
  const last = windowOf(tier, toNs - 1n);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
