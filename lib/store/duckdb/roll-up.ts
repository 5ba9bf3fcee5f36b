import type { DuckDBConnection } from '@duckdb/node-api';
import { coarserTier, rollupSpecs, tierSpecs, type RollupTier } from '../tier.ts';
import { onOneSide } from '../due-windows.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { partitionTable, periodOf, periodStartNs, type Partition } from './partition.ts';
import { fieldColumns, layoutSql, rowColumns, type LayoutColumn } from './rollup-layout.ts';
import { elementsSql } from './rollup-sql.ts';
import { storeStaleWindows } from './stale-windows.ts';
import { windowOf, windowNs, windowStartNs, type WindowRun } from '../rollup-window.ts';
import { combineSql } from './rollup-sql.ts';
import { inTransaction } from './transaction.ts';
import type { Build, WriterState } from './writer-state.ts';

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
  const old = entry.partitions[tier].get(periodOf(tier, fromNs)) ?? null;
  state.build = build;
  try {
    const addTo = fromNs < entry.droppedUntilNs[source] ? old : null;
    const columns =
      sources.length > 0
        ? await readRows(state.builder, { entry, sources, addTo, fromNs, toNs, tier })
        : null;
    await alone(async () => {
      if (build.isOutdated) return;
      const target = columns ? await rollupPartition(state, entry, tier, fromNs, columns) : null;

      await replaceRows(state, build, { sources, target, addTo, fromNs, toNs });
    });
  } finally {
    state.build = null;
    for (const name of ['built', 'figures'])
      await state.builder.run(`DROP TABLE IF EXISTS ${name}`);
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

/** @returns columns that these rows need besides those of every rollup */
async function readRows(
  connection: DuckDBConnection,
  { entry, sources, addTo, fromNs, toNs, tier }: Reading,
): Promise<LayoutColumn[]> {
  const fields = [...entry.fields.values()];
  const elements = [...sources, ...(addTo ? [addTo] : [])].map((partition) =>
    elementsSql(partition, fields),
  );
  const widthNs = BigInt(tierSpecs[tier].widthMs) * millisecondNs;
  await connection.run(`CREATE OR REPLACE TEMP TABLE figures AS ${combineSql(elements, fields)}`, [
    fromNs,
    toNs,
    widthNs,
  ]);
  const { always, exceptions } = layoutSql(fields);
  const differ = exceptions.map(({ sql }) => `bool_or((${sql}) IS NOT NULL)`);
  const reader = await connection.runAndReadAll(`SELECT ${differ.join(', ')} FROM figures`);
  const flags = reader.getRows()[0] ?? [];
  const needed = exceptions.filter((_, index) => flags[index] === true);
  const columns = [...always, ...needed.map(({ column, sql }) => `${sql} AS ${column.name}`)];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE built AS SELECT series, ts, ${columns.join(', ')} FROM figures`,
  );
  return needed.map(({ column }) => column);
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
  for (const hour of windowsBetween('1h', fromNs, toNs)) state.hours.drop(entry, hour);
  if (coarser) for (const window of fresh) entry.stale[coarser].add(window);
}

/** The partition that holds a time, made or widened to the columns of every field and to `more`. */
export async function rollupPartition(
  { connection, catalog }: Pick<WriterState, 'connection' | 'catalog'>,
  entry: MeasurementEntry,
  tier: RollupTier,
  timeNs: bigint,
  more: readonly LayoutColumn[] = [],
): Promise<Partition> {
  const period = periodOf(tier, timeNs);
  const table = partitionTable(entry.id, tier, period);
  const known = entry.partitions[tier].get(period);
  const missing = [
    ...rowColumns,
    ...[...entry.fields.values()].flatMap(fieldColumns),
    ...more,
  ].filter(({ name }) => !known?.columns.has(name));
  if (known && missing.length === 0) return known;
  const columns = missing.map(({ name, type }) => `${name} ${type}`);
  await inTransaction(connection, async () => {
    if (!known) {
      const all = ['series INTEGER NOT NULL', 'ts BIGINT NOT NULL', ...columns];
      await connection.run(`CREATE TABLE ${table} (${all.join(', ')})`);
      return;
    }
    for (const column of columns) await connection.run(`ALTER TABLE ${table} ADD COLUMN ${column}`);
  });
  const partition = known ?? catalog.addPartition(entry, tier, period, ['series', 'ts']);
  for (const { name } of missing) partition.columns.add(name);
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
