import type { DuckDBConnection } from '@duckdb/node-api';
import { keepMs } from '../keep.ts';
import { millisecondNs } from '../nanoseconds.ts';
import { windowOf } from '../rollup-window.ts';
import type { RollupTier } from '../tier.ts';
import type { Tier } from '../store.ts';
import type { MeasurementEntry } from './catalog.ts';
import { appendFigures } from './append-figures.ts';
import { figureColumns, type FigureColumn } from './figure-columns.ts';
import { OpenWindow, type FigureTable } from './open-window.ts';
import { partitionNs, periodOf, periodStartNs, type Partition } from './partition.ts';
import { storeDroppedUntil } from './retention.ts';
import { rollupPartition } from './roll-up.ts';
import { cutIntoWindows } from './rollup-stream.ts';
import type { RowBuffer } from './row-buffer.ts';
import { storeStaleWindows } from './stale-windows.ts';
import { outdate, type WriterState } from './write-group.ts';

/**
 * Times whose raw samples would be dropped at once: they go straight into the rollups that are kept.
 * Only where no older raw table is left, since what is in one still counts as not rolled up.
 */
export function lateTimes(
  entry: MeasurementEntry,
  clockMs: number,
): { readonly fromNs: bigint; readonly toNs: bigint } | null {
  if (!Number.isFinite(clockMs)) return null;
  const [fromNs, rawNs] = [keptFromNs(entry, '1m', clockMs), keptFromNs(entry, 'raw', clockMs)];
  let toNs = rawNs;
  for (const period of entry.partitions.raw.keys()) {
    const startNs = periodStartNs('raw', period);
    if (startNs < toNs) toNs = startNs;
  }
  return fromNs < toNs ? { fromNs, toNs } : null;
}

/** Start of the first partition that is kept at a time. */
function keptFromNs(entry: MeasurementEntry, tier: Tier, clockMs: number): bigint {
  const keptNs = BigInt(Math.floor(clockMs - keepMs(entry.name, tier))) * millisecondNs;
  return periodStartNs(tier, periodOf(tier, keptNs));
}

interface LateWindow {
  readonly startNs: bigint;
  readonly whole: FigureTable;
}

/** What the late rows of one measurement become. */
export interface LateRows {
  readonly entry: MeasurementEntry;
  readonly windows: readonly LateWindow[];
  readonly appends: readonly { partition: Partition; columns: readonly FigureColumn[] }[];
  /** Ends of what counts as dropped from now on. */
  readonly dropped: ReadonlyMap<Tier, bigint>;
}

/** Rolls late rows up and makes the tables that take them. */
export async function prepareLate(
  state: WriterState,
  entry: MeasurementEntry,
  rows: RowBuffer,
): Promise<LateRows> {
  const opened = new Map<number, OpenWindow>();
  cutIntoWindows(rows, (window) => {
    const open = opened.get(window) ?? new OpenWindow(window);
    opened.set(window, open);
    return open;
  });
  const appends: { partition: Partition; columns: readonly FigureColumn[] }[] = [];
  const windows: LateWindow[] = [];
  const dropped = new Map<Tier, bigint>();
  const fineFromNs = fineTimes(entry, state.clockMs);
  for (const open of opened.values()) {
    const { startNs } = open;
    const whole = open.whole();
    windows.push({ startNs, whole });
    raise(dropped, 'raw', startNs);
    const tables: [RollupTier, FigureTable][] = [];
    if (startNs >= fineFromNs) tables.push(['10s', open.buckets()]);
    else raise(dropped, '10s', startNs);
    const isStale = entry.stale['1m'].has(windowOf('1m', startNs));
    if (!isStale || startNs < fineFromNs) tables.push(['1m', whole]);
    for (const [tier, table] of tables) {
      const columns = figureColumns(table, startNs);
      const more = columns.filter(({ isException }) => isException);
      const partition = await rollupPartition(state, entry, tier, startNs, more);
      appends.push({ partition, columns });
    }
  }
  return { entry, windows, appends, dropped };
}

/** From when on late rows have a place in the first rollup, too. */
function fineTimes(entry: MeasurementEntry, clockMs: number): bigint {
  let fromNs = keptFromNs(entry, '10s', clockMs);
  for (const period of entry.partitions['10s'].keys()) {
    const startNs = periodStartNs('10s', period);
    if (startNs < fromNs) fromNs = startNs;
  }
  return fromNs;
}

function raise(dropped: Map<Tier, bigint>, tier: Tier, timeNs: bigint): void {
  const endNs = periodStartNs(tier, periodOf(tier, timeNs)) + partitionNs(tier);
  if (endNs > (dropped.get(tier) ?? endNs - 1n)) dropped.set(tier, endNs);
}

/** Inside the transaction of the rows. @returns hours that were not stale before */
export async function storeLate(
  connection: DuckDBConnection,
  { entry, windows, appends, dropped }: LateRows,
): Promise<number[]> {
  for (const { partition, columns } of appends) {
    await appendFigures(connection, partition, entry, columns);
  }
  for (const [tier, untilNs] of dropped) {
    if (untilNs > entry.droppedUntilNs[tier]) {
      await storeDroppedUntil(connection, entry, tier, untilNs);
    }
  }
  const hours = new Set(windows.map(({ startNs }) => windowOf('1h', startNs)));
  return storeStaleWindows(connection, entry, '1h', hours);
}

/** After the transaction. */
export function rememberLate(
  state: WriterState,
  { entry, windows, dropped }: LateRows,
  freshHours: readonly number[],
): void {
  for (const [tier, untilNs] of dropped) {
    if (untilNs > entry.droppedUntilNs[tier]) entry.droppedUntilNs[tier] = untilNs;
  }
  for (const hour of freshHours) entry.stale['1h'].add(hour);
  for (const { startNs, whole } of windows) {
    state.hours.add(entry, whole, startNs);
    state.stream.drop(entry, windowOf('10s', startNs));
    outdate(state, entry, '1m', [windowOf('1m', startNs)]);
    outdate(state, entry, '1h', [windowOf('1h', startNs)]);
  }
}
