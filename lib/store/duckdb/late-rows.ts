import type { DuckDBConnection } from '@duckdb/node-api';
import { windowMarker, windowOf } from '../rollup-window.ts';
import type { RollupTier } from '../tier.ts';
import type { Tier } from '../store.ts';
import type { MeasurementEntry } from './catalog.ts';
import { appendFigures } from './append-figures.ts';
import { figureColumns, type FigureColumn } from './figure-columns.ts';
import { keptFromNs } from './late-times.ts';
import { lateFigures } from './late-figures.ts';
import type { FigureTable } from './open-window.ts';
import { partitionNs, periodOf, periodStartNs, type Partition } from './partition.ts';
import { storeDroppedUntil } from './retention.ts';
import { rollupPartition } from './roll-up.ts';
import type { RowBuffer } from './row-buffer.ts';
import { storeStaleWindows } from './stale-windows.ts';
import { outdate, type WriterState } from './writer-state.ts';

/** What the late rows of one measurement become. */
export interface LateRows {
  readonly entry: MeasurementEntry;
  readonly minutes: readonly FigureTable[];
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
  const appends: { partition: Partition; columns: readonly FigureColumn[] }[] = [];
  const append = async (tier: RollupTier, table: FigureTable) => {
    const columns = figureColumns(table);
    const more = columns.filter(({ isException }) => isException);
    const partition = await rollupPartition(state, entry, tier, table.baseNs, more);
    appends.push({ partition, columns });
  };
  const minutes: FigureTable[] = [];
  const dropped = new Map<Tier, bigint>();
  const fineFromNs = fineTimes(entry, state.clockMs);
  for (const { fromNs, part } of byDay(rows)) {
    const isFine = fromNs >= fineFromNs;
    raise(dropped, 'raw', fromNs);
    if (isFine) await append('10s', lateFigures(part, '10s', fromNs));
    else raise(dropped, '10s', fromNs);
    const minute = lateFigures(part, '1m', fromNs);
    minutes.push(minute);
    // A stretch that is to be built from the first rollup takes these rows in there.
    const settled = isFine ? withoutStale(entry, minute) : minute;
    if (settled.rows > 0) await append('1m', settled);
  }
  return { entry, minutes, appends, dropped };
}

/** Rows of each raw partition; no other is shorter. */
function byDay(rows: RowBuffer): { fromNs: bigint; part: RowBuffer }[] {
  const days = new Map<number, number[]>();
  for (let row = 0; row < rows.rows; row += 1) {
    const day = periodOf('raw', rows.timeNs[row] ?? 0n);
    const known = days.get(day);
    if (known) known.push(row);
    else days.set(day, [row]);
  }
  return [...days].map(([day, chosen]) => ({
    fromNs: periodStartNs('raw', day),
    part: days.size === 1 ? rows : rows.pick(chosen),
  }));
}

function withoutStale(entry: MeasurementEntry, table: FigureTable): FigureTable {
  if (entry.stale['1m'].size === 0) return table;
  const kept = [...table.cells.keys()].filter(
    (row) => !entry.stale['1m'].has(windowOf('1m', table.ts[row] ?? 0n)),
  );
  return {
    ...table,
    rows: kept.length,
    series: Int32Array.from(kept, (row) => table.series[row] ?? 0),
    ts: BigInt64Array.from(kept, (row) => table.ts[row] ?? 0n),
    cells: Int32Array.from(kept, (row) => table.cells[row] ?? 0),
  };
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
  { entry, minutes, appends, dropped }: LateRows,
): Promise<number[]> {
  for (const { partition, columns } of appends) {
    await appendFigures(connection, partition, entry, columns);
  }
  for (const [tier, untilNs] of dropped) {
    if (untilNs > entry.droppedUntilNs[tier]) {
      await storeDroppedUntil(connection, entry, tier, untilNs);
    }
  }
  return storeStaleWindows(connection, entry, '1h', windowsOf(minutes, '1h'));
}

function windowsOf(tables: readonly FigureTable[], tier: RollupTier): Set<number> {
  const windows = new Set<number>();
  for (const { ts } of tables) {
    const mark = windowMarker(tier, windows);
    for (const timeNs of ts) mark(timeNs);
  }
  return windows;
}

/** After the transaction. */
export function rememberLate(
  state: WriterState,
  { entry, minutes, dropped }: LateRows,
  freshHours: readonly number[],
): void {
  for (const [tier, untilNs] of dropped) {
    if (untilNs > entry.droppedUntilNs[tier]) entry.droppedUntilNs[tier] = untilNs;
  }
  for (const hour of freshHours) entry.stale['1h'].add(hour);
  for (const minute of minutes) state.hours.add(entry, minute);
  for (const window of windowsOf(minutes, '10s')) state.stream.drop(entry, window);
  for (const tier of ['1m', '1h'] as const) outdate(state, entry, tier, windowsOf(minutes, tier));
}
