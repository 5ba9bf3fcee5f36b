import { BIGINT, DOUBLE, INTEGER, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { windowNs, windowOf } from '../rollup-window.ts';
import { tierSpecs } from '../tier.ts';
import { appendColumns, type AppendColumn } from './append.ts';
import { partitionsBetween, type MeasurementEntry } from './catalog.ts';
import { NumberFigures, TextFigures, type FieldFigures } from './figures.ts';
import type { FigureTable, OpenWindow } from './open-window.ts';
import type { Partition } from './partition.ts';
import { rollupPartition } from './roll-up.ts';
import { statisticsOf } from './statistics.ts';
import { storeStaleWindows } from './stale-windows.ts';
import { inTransaction } from './transaction.ts';
import { outdate, type WriterState } from './write-group.ts';

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
  const first = await rollupPartition(state, entry, '10s', startNs);
  const second = entry.stale['1m'].has(around)
    ? null
    : await rollupPartition(state, entry, '1m', startNs);
  let fresh: number[] = [];
  await inTransaction(connection, async () => {
    await appendFigures(connection, first, entry, open.buckets(), startNs);
    if (second) {
      await appendFigures(connection, second, entry, open.whole(), startNs);
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

async function appendFigures(
  connection: DuckDBConnection,
  partition: Partition,
  entry: MeasurementEntry,
  table: FigureTable,
  startNs: bigint,
): Promise<void> {
  const known = figureColumns(table, startNs);
  const types = new Map(
    [...entry.fields.values()].flatMap(statisticsOf).map(({ column, type }) => [column, type]),
  );
  const columns = [...partition.columns].map(
    (name): AppendColumn =>
      known.get(name) ?? {
        type: gapTypes[types.get(name) ?? 'DOUBLE'],
        values: null,
        present: null,
      },
  );
  await appendColumns(connection, partition.table, table.rows, columns);
}

const gapTypes = { DOUBLE, BIGINT, VARCHAR } as const;

function figureColumns(table: FigureTable, startNs: bigint): Map<string, AppendColumn> {
  const { cells, series, bucket } = table;
  const columns = new Map<string, AppendColumn>();
  const widthNs = BigInt(tierSpecs['10s'].widthMs) * 1_000_000n;
  const ts = BigInt64Array.from(bucket, (index) => startNs + BigInt(index) * widthNs);
  columns.set('series', { type: INTEGER, values: series, present: null });
  columns.set('ts', { type: BIGINT, values: ts, present: null });
  for (const [{ column }, figures] of table.figures) {
    for (const [figure, values] of figuresAt(figures, cells, startNs)) {
      columns.set(`${column}_${figure}`, values);
    }
  }
  return columns;
}

function figuresAt(
  figures: FieldFigures,
  cells: Int32Array,
  startNs: bigint,
): [string, AppendColumn][] {
  const present = Uint8Array.from(cells, (cell) => Math.min(1, figures.count[cell] ?? 0));
  const count = BigInt64Array.from(cells, (cell) => BigInt(figures.count[cell] ?? 0));
  const counts: [string, AppendColumn] = ['count', { type: BIGINT, values: count, present: null }];
  if (figures instanceof TextFigures) {
    const last = Array.from(cells, (cell) =>
      figures.count[cell] ? (figures.last[cell] ?? '') : null,
    );
    return [['last', { type: VARCHAR, values: last, present: null }], counts];
  }
  const numbers = (values: Float64Array): AppendColumn => ({
    type: DOUBLE,
    values: Float64Array.from(cells, (cell) => values[cell] ?? 0),
    present,
  });
  const columns: [string, AppendColumn][] = [
    ['min', numbers(figures.min)],
    ['max', numbers(figures.max)],
    ['mean', numbers(meanOf(figures))],
    counts,
    ['last', numbers(figures.last)],
  ];
  const { growth } = figures;
  if (!growth) return columns;
  const times = (offsets: Float64Array): AppendColumn => ({
    type: BIGINT,
    values: BigInt64Array.from(cells, (cell) => startNs + BigInt(offsets[cell] ?? 0)),
    present,
  });
  return [
    ...columns,
    ['first', numbers(growth.first)],
    ['first_at', times(growth.firstAt)],
    ['last_at', times(growth.lastAt)],
    ['inner', numbers(growth.inner)],
  ];
}

function meanOf({ sum, count }: NumberFigures): Float64Array {
  return sum.map((total, cell) => total / (count[cell] ?? 1));
}
