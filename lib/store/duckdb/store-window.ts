import type { DuckDBConnection } from '@duckdb/node-api';
import { windowNs, windowOf } from '../rollup-window.ts';
import type { RollupTier } from '../tier.ts';
import { appendFigures } from './append-figures.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import { figureColumns, type FigureColumn } from './figure-columns.ts';
import type { OpenHour } from './open-hour.ts';
import type { OpenWindow } from './open-window.ts';
import type { Partition } from './partition.ts';
import { rollupPartition } from './roll-up.ts';
import { storeStaleWindows } from './stale-windows.ts';
import { inTransaction } from './transaction.ts';
import { outdate, type WriterState } from './writer-state.ts';

/**
 * Stores what an open window has gathered: its rows of the first rollup, and one row a series of the
 * second, unless the stretch around it is to be built from the first anyway.
 */
export async function storeWindow(
  state: WriterState,
  entry: MeasurementEntry,
  open: OpenWindow,
): Promise<void> {
  const { connection } = state;
  const { startNs, window } = open;
  const around = windowOf('1m', startNs);
  const parts: { tier: RollupTier; columns: FigureColumn[] }[] = [
    { tier: '10s', columns: figureColumns(open.buckets()) },
  ];
  const second = entry.stale['1m'].has(around) ? null : open.whole();
  if (second) parts.push({ tier: '1m', columns: figureColumns(second) });
  const targets: { partition: Partition; columns: FigureColumn[] }[] = [];
  for (const { tier, columns } of parts) {
    const more = columns.filter(({ isException }) => isException);
    const partition = await rollupPartition(state, entry, tier, startNs, more);
    targets.push({ partition, columns });
  }
  let fresh: number[] = [];
  await inTransaction(connection, async () => {
    for (const { partition, columns } of targets)
      await appendFigures(connection, partition, entry, columns);
    if (targets.length > 1) {
      fresh = await storeStaleWindows(connection, entry, '1h', [windowOf('1h', startNs)]);
    }
    await connection.run(
      `DELETE FROM stale_windows WHERE measurement = $1 AND tier = '10s' AND place = $2`,
      [entry.id, BigInt(window)],
    );
    await dropLateSamples(connection, entry, startNs);
  });
  entry.stale['10s'].delete(window);
  for (const hour of fresh) entry.stale['1h'].add(hour);
  outdate(state, entry, '1m', [around]);
  outdate(state, entry, '1h', [windowOf('1h', startNs)]);
  state.stream.close(entry, open);
  if (second) state.hours.add(entry, second);
  else state.hours.drop(entry, windowOf('1h', startNs));
}

/** Stores an hour that was gathered from its minutes. */
export async function storeHour(
  state: WriterState,
  entry: MeasurementEntry,
  open: OpenHour,
): Promise<void> {
  const { connection } = state;
  const columns = figureColumns(open.rows());
  const more = columns.filter(({ isException }) => isException);
  const partition = await rollupPartition(state, entry, '1h', open.startNs, more);
  await inTransaction(connection, async () => {
    await appendFigures(connection, partition, entry, columns);
    await connection.run(
      `DELETE FROM stale_windows WHERE measurement = $1 AND tier = '1h' AND place = $2`,
      [entry.id, BigInt(open.hour)],
    );
  });
  entry.stale['1h'].delete(open.hour);
  state.hours.drop(entry, open.hour);
}

/** Where raw samples are dropped already, late ones would be counted again with the next of them. */
async function dropLateSamples(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  startNs: bigint,
): Promise<void> {
  if (startNs >= entry.droppedUntilNs.raw) return;
  const endNs = startNs + windowNs('10s');
  for (const { table } of partitionsBetween(entry, 'raw', startNs, endNs)) {
    await connection.run(`DELETE FROM ${table} WHERE ts >= $1 AND ts < $2`, [startNs, endNs]);
  }
}
